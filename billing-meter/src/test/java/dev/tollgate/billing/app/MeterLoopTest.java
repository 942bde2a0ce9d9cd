package dev.tollgate.billing.app;

import static dev.tollgate.billing.BillingBench.LARGE;
import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxRelay;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole meters behind a real outbox, relay and Kafka. */
class MeterLoopTest {

    private static BillingBench bench;
    private static KafkaSettings kafka;
    private static EventPublisher publisher;
    private static OutboxRelay relay;

    private final List<String> deployed = new ArrayList<>();

    @BeforeAll
    static void open() {
        bench = new BillingBench();
        kafka = new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), BillingBench.SLICES, 1);
        KafkaTopics.ensure(bench.vertx, kafka, Set.of(Topics.USAGE, Topics.EVENTS))
                .await();
        publisher = EventPublisher.open(kafka);
        relay = new OutboxRelay(bench.vertx, bench.postgres, publisher, BillingBench.SLICES, new SimpleMeterRegistry());
        relay.start().await();
    }

    @AfterAll
    static void close() {
        relay.stop().await();
        publisher.close().await();
        bench.close();
    }

    @AfterEach
    void stop_meters() {
        deployed.forEach(id -> bench.vertx.undeploy(id).await());
    }

    @Test
    void usage_from_outbox_and_from_batches_reaches_the_ledger_and_nothing_drifts() {
        var tenant = bench.tenant(LARGE);
        var meter = meter();
        var write = bench.usage(tenant, 100);
        var reads = List.of(bench.usage(tenant, 20), bench.usage(tenant, 20));

        written(tenant, write);
        published(tenant, UsageCodec.encode(reads));
        published(tenant, UsageCodec.encode(reads));
        eventually(() -> bench.account(tenant).month().spent() >= 140);
        eventually(() -> meter.check().succeeded());

        assertThat(bench.account(tenant).month().spent()).isEqualTo(140);
        assertThat(bench.drifts()).isEmpty();
    }

    @Test
    void two_meters_share_the_partitions_and_the_one_left_takes_them_all() {
        var tenants = List.of(bench.tenant(LARGE), bench.tenant(LARGE), bench.tenant(LARGE), bench.tenant(LARGE));
        var _ = meter();
        var _ = meter();
        eventually(() -> sharesOfMeters().equals(List.of(2L, 2L)));
        tenants.forEach(tenant -> written(tenant, bench.usage(tenant, 100)));
        eventually(() -> tenants.stream().allMatch(tenant -> spent(tenant) == 100));

        bench.vertx.undeploy(deployed.removeFirst()).await();
        eventually(() -> sharesOfMeters().equals(List.of(4L)));
        tenants.forEach(tenant -> written(tenant, bench.usage(tenant, 11)));
        eventually(() -> tenants.stream().allMatch(tenant -> spent(tenant) >= 111));

        assertThat(tenants.stream().map(MeterLoopTest::spent)).containsOnly(111L);
        assertThat(bench.drifts()).isEmpty();
    }

    @Test
    void an_account_that_redis_lost_is_counted_again_after_its_marker_came_back() {
        var tenant = bench.tenant(LARGE);
        var _ = meter();
        written(tenant, bench.usage(tenant, 1_000));
        eventually(() -> spent(tenant) == 1_000);
        lose(tenant);

        eventually(() -> admitted(tenant));

        assertThat(bench.account(tenant).revision().inc()).isGreaterThan(1);
        assertThat(bench.drifts()).isEmpty();
    }

    private MeterLoop meter() {
        var meter = new MeterLoop(new MeterParts(
                bench.postgres,
                kafka,
                RedisAddress.of(TestServers.shared().addresses().redisUrl()),
                bench.plans,
                PriceBook.shipped(),
                List.of(),
                13,
                true,
                Duration.ofMillis(50),
                bench.clock,
                bench.ids,
                relay,
                new SimpleMeterRegistry()));
        deployed.add(bench.vertx.deployVerticle(meter).await());
        return meter;
    }

    /** As a write leaves it: in the outbox. */
    private static void written(TenantId tenant, UsageRecorded event) {
        int slice = bench.slice(tenant);
        var row = Outbox.insert(slice, Topics.USAGE, tenant.text(), UsageCodec.encode(event), null);
        var _ = bench.await(() -> bench.app.transaction(
                RowSecurityContext.of(tenant),
                bench.deadline(),
                transaction -> transaction.query(row.sql(), row.args())));
        relay.wrote(slice);
    }

    /** As reads leave it: in the log. */
    private static void published(TenantId tenant, byte[] batch) {
        publisher
                .publish(Topics.USAGE, bench.slice(tenant), tenant.text(), batch)
                .await();
    }

    private static long spent(TenantId tenant) {
        return bench.account(tenant).month().spent();
    }

    private static List<Long> sharesOfMeters() {
        var text = bench.text(
                "SELECT COALESCE(string_agg(n::text, ',' ORDER BY pid), '') FROM (SELECT pid, count(*) AS n FROM pg_locks "
                        + "WHERE locktype = 'advisory' AND classid = " + 0x6d657465
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY pid) AS held");
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",")).map(Long::valueOf).toList();
    }

    private static void lose(TenantId tenant) {
        var redis =
                Redis.createClient(bench.vertx, TestServers.shared().addresses().redisUrl());
        redis.send(Request.cmd(Command.DEL).arg("{" + tenant.text() + "}:account"))
                .await();
        redis.close().await();
    }

    private static boolean admitted(TenantId tenant) {
        return bench.hold(tenant, 1) instanceof HoldDecision.Admitted;
    }
}
