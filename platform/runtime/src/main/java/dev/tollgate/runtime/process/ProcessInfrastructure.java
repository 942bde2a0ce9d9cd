package dev.tollgate.runtime.process;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaHealthCheck;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.outbox.KeptTopics;
import dev.tollgate.runtime.outbox.OutboxRelay;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.KafkaDeclaration;
import dev.tollgate.runtime.settings.ManagementDeclaration;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.telemetry.Health;
import dev.tollgate.runtime.telemetry.LoopLag;
import dev.tollgate.runtime.telemetry.LoopWatch;
import dev.tollgate.runtime.telemetry.ManagementServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Infrastructure of every process, opened before its parts start: schemas, topics, the publisher, notifications, the
 * relay, management.
 */
final class ProcessInfrastructure {
    private static final Set<String> TOPICS = Set.of(Topics.USAGE, Topics.EVENTS, Topics.AUDIT, Topics.AUDIT_HEADS);

    /**
     * A message passes the relay's loop some four times on its way to Kafka. On a shared loop each step would queue
     * behind other work and delay the event.
     */
    private static final VertxOptions ONE_LOOP = new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setPreferNativeTransport(true);

    final ProcessContext context;
    private final ManagementServer management;
    private final Vertx relayLoop;
    private final OutboxRelay relay;
    private final Watches watches;

    private ProcessInfrastructure(
            ProcessContext context, ManagementServer management, Vertx relayLoop, OutboxRelay relay, Watches watches) {
        this.context = context;
        this.management = management;
        this.relayLoop = relayLoop;
        this.relay = relay;
        this.watches = watches;
    }

    static Future<ProcessInfrastructure> open(Vertx vertx, int loops, Settings settings, InstantSource clock) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var health = new Health();
        var postgres = PostgresDeclaration.settings(settings.get(PostgresDeclaration.class));
        var kafka = KafkaDeclaration.settings(settings.get(KafkaDeclaration.class));
        var declared = settings.get(ManagementDeclaration.class);
        var access = new ManagementServer.Access(declared.host(), declared.port(), declared.metricsToken());
        return ManagementServer.listen(vertx, access, health, registry)
                .compose(management -> servers(vertx, postgres, kafka)
                        .map(servers -> wire(
                                new Wiring(vertx, loops, settings, clock, registry, health, postgres, kafka),
                                management,
                                servers))
                        .compose(infrastructure -> infrastructure
                                .start()
                                .map(infrastructure)
                                .onFailure(_ -> infrastructure.stop().onFailure(_ -> {})))
                        .onFailure(_ -> management.close().onFailure(_ -> {})));
    }

    ManagementServer management() {
        return management;
    }

    Future<Void> stop() {
        return relay.stop()
                .transform(_ -> relayLoop.close())
                .transform(_ -> context.notifications().stop())
                .transform(_ -> context.publisher().close())
                .transform(_ -> context.vertx().executeBlocking(watches::close))
                .transform(_ -> management.close());
    }

    /** What looks at the process from outside its loops. */
    private record Watches(KafkaHealthCheck health, LoopWatch loops) {

        @Nullable Void close() {
            loops.close();
            health.close();
            return null;
        }
    }

    private record Kafka(EventPublisher publisher, KafkaHealthCheck healthCheck) {}

    private record Wiring(
            Vertx vertx,
            int loops,
            Settings settings,
            InstantSource clock,
            PrometheusMeterRegistry registry,
            Health health,
            PostgresSettings postgres,
            KafkaSettings kafka) {}

    /** Schemas and topics side by side; then the producer, off the event loop. */
    private static Future<Kafka> servers(Vertx vertx, PostgresSettings postgres, KafkaSettings kafka) {
        return Future.all(Migrations.run(vertx, postgres), KafkaTopics.ensure(vertx, kafka, TOPICS))
                .compose(_ -> vertx.executeBlocking(
                        () -> new Kafka(EventPublisher.open(kafka), KafkaHealthCheck.open(kafka))));
    }

    private static ProcessInfrastructure wire(Wiring wiring, ManagementServer management, Kafka servers) {
        var publisher = servers.publisher;
        var healthCheck = servers.healthCheck;
        var notifications = new Notifications(wiring.vertx, wiring.postgres, DatabaseRole.APP, wiring.clock);
        notifications.show(wiring.registry);
        var relayLoop = Vertx.vertx(ONE_LOOP);
        var kept = wiring.kafka.durable() ? KeptTopics.NONE : new KeptTopics(Set.of(Topics.USAGE));
        var slices = new OutboxRelay.Slices(wiring.kafka.partitions(), kept);
        var relay = new OutboxRelay(relayLoop, wiring.postgres, publisher, slices, wiring.registry);
        LoopLag.watch(wiring.vertx, wiring.registry);
        var watch = LoopWatch.start(
                wiring.vertx, wiring.settings.get(ProcessDeclaration.class).loopHoldMax(), wiring.registry);
        var _ = Gauge.builder("tollgate.publisher.queued", publisher, EventPublisher::queued)
                .description("Events queued for the Kafka client")
                .register(wiring.registry);
        wiring.health.add(
                "postgresql",
                () -> notifications.listening()
                        ? Future.succeededFuture()
                        : Future.failedFuture(VertxException.noStackTrace("no answer")));
        wiring.health.add("outbox", relay::check);
        wiring.health.add("kafka", healthCheck::check);
        var context = new ProcessContext(
                wiring.vertx,
                wiring.loops,
                wiring.settings,
                wiring.postgres,
                wiring.kafka,
                wiring.clock,
                IdSource.timeOrdered(wiring.clock),
                wiring.registry,
                wiring.health,
                publisher,
                notifications,
                relay);
        return new ProcessInfrastructure(context, management, relayLoop, relay, new Watches(healthCheck, watch));
    }

    private Future<Void> start() {
        return Future.all(context.notifications().start(), relay.start()).mapEmpty();
    }
}
