package dev.tollgate.records.audit;

import static dev.tollgate.records.Bench.settle;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.records.Bench;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import dev.tollgate.runtime.telemetry.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two audit services on one database and one Kafka, as when two meters run. */
abstract class OnAuditServices {

    static final KafkaSettings KAFKA =
            new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), Bench.SLICES, 1);

    static Bench bench;
    static EventPublisher publisher;
    static List<SimpleMeterRegistry> registries;
    static List<AuditService> services;

    /** Two of them, as when two meters run. */
    @BeforeAll
    static void open() {
        bench = new Bench();
        settle(KafkaTopics.ensure(
                bench.vertx, KAFKA, Set.of(Topics.USAGE, Topics.EVENTS, Topics.AUDIT, Topics.AUDIT_HEADS)));
        publisher = EventPublisher.open(KAFKA);
        registries = List.of(new SimpleMeterRegistry(), new SimpleMeterRegistry());
        services = registries.stream()
                .map(registry -> new AuditService(process(registry)))
                .toList();
        services.forEach(service -> settle(service.start()));
    }

    @AfterAll
    static void close() {
        services.forEach(service -> settle(service.stop()));
        settle(publisher.close());
        bench.close();
    }

    static ProcessContext process() {
        return process(new SimpleMeterRegistry());
    }

    private static ProcessContext process(SimpleMeterRegistry registry) {
        return new ProcessContext(
                bench.vertx,
                1,
                Settings.load(SettingsSources.of(Map.of())),
                bench.settings,
                KAFKA,
                bench.clock,
                bench.ids,
                registry,
                new Health(),
                publisher,
                null, // the audit listens to nobody
                _ -> {});
    }

    static long sealed(Caller caller) {
        return bench.count("audit.seal", caller.workspaceId().value());
    }
}
