package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.recovery.RecoveryOperations;
import dev.tollgate.billing.recovery.RecoveryReason;
import dev.tollgate.billing.recovery.UsageLogGap;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.partition.OffsetConsumer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A usage log that lost records, on the real Kafka: its disk goes back to an older state, or its start moves on. */
class CutLogTest extends OnBench {

    private static final int BROKER = 1;

    private final KafkaSettings kafka =
            new KafkaSettings(TestServers.shared().kafkaBootstrap(), BillingBench.SLICES, 1);
    private final String topic = "usage-" + UUID.randomUUID();
    private UUID topicId;

    /** Outside of Kafka's folder: it would refuse to start. */
    @TempDir
    private Path backups;

    private TenantId tenant;
    private int partition;
    private OffsetConsumer meter;

    @BeforeEach
    void open_topic() {
        topicId = KafkaTopics.ensure(bench.vertx, kafka, Set.of(topic)).await().get(topic);
        tenant = bench.tenant(LARGE);
        partition = bench.slice(tenant);
        meter = reading();
    }

    @AfterEach
    void close_stream() {
        bench.await(meter::close);
    }

    @Test
    void a_log_that_is_cut_while_a_meter_reads_it_is_noticed_and_nothing_new_is_skipped() {
        read();
        published(3);
        eventually(() -> spent() == 30);
        restoredAfter(() -> {
            published(2);
            eventually(() -> spent() == 50);
            var _ = bench.await(meter::lag);
        });

        published(4);
        eventually(() -> spent() == 90);

        assertThat(gaps()).singleElement().asString().startsWith("cut ");
    }

    @Test
    void a_log_that_was_cut_and_has_grown_again_is_noticed_by_the_meter_that_starts() {
        read();
        published(3);
        eventually(() -> spent() == 30);
        restoredAfter(() -> {
            published(2);
            eventually(() -> spent() == 50);
            bench.await(meter::close);
        });
        published(4);

        meter = reading();
        read();
        eventually(() -> spent() == 90);

        assertThat(gaps()).singleElement().asString().startsWith("cut ");
    }

    @Test
    void a_leader_with_an_earlier_epoch_is_a_cut_and_what_comes_twice_is_charged_once() {
        read();
        published(3);
        eventually(() -> spent() == 30);
        bench.await(meter::close);
        bench.execute("UPDATE billing.log_position SET epoch = 1000 WHERE topic_id = '" + topicId + "'");

        meter = reading();
        read();
        published(1);
        eventually(() -> spent() == 40);

        assertThat(gaps()).singleElement().asString().endsWith(" 0").startsWith("cut ");
    }

    @Test
    void a_log_whose_start_has_passed_the_position_waits_until_an_operator_continues_it() {
        published(3);
        admin(admin -> admin.deleteRecords(
                        Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(2)))
                .all()
                .get());
        read();
        eventually(() -> !gaps().isEmpty());
        var spentBefore = spent();

        var continued = desk.done(
                RecoveryOperations.CONTINUE_USAGE_LOG,
                new Caller(BillingBench.KEY, null, null),
                new RecoveryReason("downtime"));
        bench.await(meter::retryHalted);
        eventually(() -> spent() == 10);

        assertThat(spentBefore).isZero();
        assertThat(continued.gaps())
                .filteredOn(gap -> gap.kind() == UsageLogGap.Kind.EXPIRED)
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.recordsLost()).isEqualTo(2);
                    assertThat(gap.resumedAt()).isEqualTo(2);
                });
        assertThat(gaps()).isEmpty();
    }

    private OffsetConsumer reading() {
        var parts = log.parts();
        return UsageIntake.reading(
                parts,
                topicId,
                new MeterMetrics(new SimpleMeterRegistry()),
                (_, _) -> {},
                UsageIntake.gaps(parts, topicId));
    }

    private void read() {
        bench.await(() -> meter.read(
                List.of(partition), (offsets, reader) -> EventStream.open(bench.vertx, kafka, topic, offsets, reader)));
    }

    /** So many records with a call of 10 micros each. */
    private void published(int records) {
        var publisher = EventPublisher.open(kafka);
        for (int i = 0; i < records; i++) {
            var body = UsageCodec.encode(bench.usage(tenant, 10));
            eventually(() -> publisher
                    .publish(topic, partition, "key", body)
                    .map(true)
                    .otherwise(false)
                    .await());
        }
        publisher.close().await();
    }

    /** What happens meanwhile is lost: the broker starts again with the partition as it was before. */
    private void restoredAfter(Runnable meanwhile) {
        var folder = folder();
        var backup = backups.resolve(folder.getFileName());
        var server = TestServers.shared().kafka();
        server.stop();
        copy(folder, backup);
        server.start();
        meanwhile.run();
        server.stop();
        delete(folder);
        copy(backup, folder);
        server.start();
    }

    private Path folder() {
        var logs = new Path[1];
        admin(admin -> admin.describeLogDirs(List.of(BROKER)).allDescriptions().get().values().stream()
                .flatMap(all -> all.keySet().stream())
                .forEach(path -> logs[0] = Path.of(path)));
        return logs[0].resolve(topic + "-" + partition);
    }

    /** One use of Kafka's admin client. */
    @FunctionalInterface
    private interface Administration {
        void run(Admin admin) throws Exception;
    }

    private void admin(Administration step) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            step.run(admin);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.list(from)) {
            Files.createDirectories(to);
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private List<String> gaps() {
        return bench.texts("SELECT kind || ' ' || next || ' ' || resumed_at FROM billing.log_gap"
                + " WHERE kind = 'cut' AND topic_id = '" + topicId + "' UNION ALL"
                + " SELECT kind || ' ' || next FROM billing.log_gap"
                + " WHERE kind = 'expired' AND resolved_at IS NULL AND topic_id = '" + topicId + "'");
    }

    private long spent() {
        return bench.account(tenant).month().spent();
    }
}
