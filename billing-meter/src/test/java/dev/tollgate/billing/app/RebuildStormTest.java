package dev.tollgate.billing.app;

import static dev.tollgate.billing.BillingBench.SMALL;
import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.copy.AccountFunctions.Preparation;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.outbox.OutboxRelay;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Redis loses everything while three gateways call many accounts. {@code -Drebuild.accounts=10000} is the size that
 * production is measured by, on a machine that does nothing else: only then the time is asserted.
 */
class RebuildStormTest {

    private static final String SIZE = "rebuild.accounts";
    private static final int ACCOUNTS = Integer.getInteger(SIZE, 1_000);
    private static final int GATEWAYS = 3;

    private static final int CALLS_AT_A_TIME = 256;
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(10);
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final List<RebuildGateway> gateways = new ArrayList<>();
    private BillingBench bench;
    private KafkaSettings kafka;
    private EventPublisher publisher;
    private OutboxRelay relay;
    private List<TenantId> accounts;

    @BeforeEach
    void open() throws Exception {
        bench = new BillingBench();
        kafka = new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), BillingBench.SLICES, 1);
        KafkaTopics.ensure(bench.vertx, kafka, Set.of(Topics.USAGE, Topics.EVENTS))
                .await();
        publisher = EventPublisher.open(kafka);
        relay = new OutboxRelay(bench.vertx, bench.postgres, publisher, BillingBench.SLICES, new SimpleMeterRegistry());
        relay.start().await();
        var _ = bench.vertx
                .deployVerticle(new MeterLoop(new MeterParts(
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
                        new SimpleMeterRegistry())))
                .await();
        accounts = accounts();
        for (int seed = 0; seed < GATEWAYS; seed++) {
            var gateway = new RebuildGateway(bench, relay, accounts, seed);
            gateways.add(gateway);
            gateway.call(CALLS_AT_A_TIME);
        }
    }

    @AfterEach
    void close() {
        gateways.forEach(RebuildGateway::close);
        relay.stop().await();
        publisher.close().await();
        bench.close();
    }

    @Test
    void every_account_is_served_again_soon_and_markers_do_not_pile_up(TestReporter reporter) {
        var _ = servedAll();
        long markers = markers();
        long numbers = sum("prep");
        long changes = sum("seq");
        flush();

        var took = servedAll();
        reporter.publishEntry(
                "rebuild", ACCOUNTS + " accounts in " + took + " with " + (markers() - markers) + " markers");

        if (Integer.getInteger(SIZE) != null) {
            assertThat(took).isLessThan(SERVED_WITHIN);
        }
        assertThat(markers() - markers).as("markers written").isLessThanOrEqualTo(markersMax(took) * ACCOUNTS);
        assertThat(sum("prep") - numbers).as("numbers taken").isBetween((long) ACCOUNTS, (long) GATEWAYS * ACCOUNTS);
        assertThat(sum("seq") - changes).as("changes of the rows by the meter").isEqualTo(ACCOUNTS);
    }

    /**
     * Per account: the marker of the stub, and those that each gateway writes again. A gateway doubles its pause after
     * each attempt, so one more whenever the time has doubled.
     */
    private static long markersMax(Duration took) {
        long doublings = 63 - Long.numberOfLeadingZeros(Math.max(2, took.toSeconds()));
        return 1 + GATEWAYS * doublings;
    }

    /** How long it takes until each account has admitted a call, of whichever gateway. */
    private Duration servedAll() {
        gateways.forEach(RebuildGateway::forget);
        long start = System.nanoTime();
        eventually(WAIT_MAX, () -> served().size() == accounts.size());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Set<TenantId> served() {
        Set<TenantId> served = new HashSet<>();
        gateways.forEach(gateway -> served.addAll(gateway.served));
        return served;
    }

    private void flush() {
        var redis =
                Redis.createClient(bench.vertx, TestServers.shared().addresses().redisUrl());
        redis.send(Request.cmd(Command.FLUSHALL)).await();
        redis.close().await();
    }

    /** Rows of the outbox so far: in this test only markers are written to it. */
    private long markers() {
        return bench.number("SELECT last_value FROM outbox.message_id_seq");
    }

    /** Of all accounts. */
    private long sum(String column) {
        return bench.number("SELECT sum(" + column + ") FROM billing.account");
    }

    /** One account, and many that are like it. */
    private List<TenantId> accounts() {
        var first = bench.tenant(SMALL);
        var columns = bench.text("SELECT string_agg(column_name, ', ') FROM information_schema.columns WHERE "
                + "table_schema = 'billing' AND table_name = 'account' AND is_generated = 'NEVER' "
                + "AND column_name <> 'tenant'");
        bench.execute("INSERT INTO billing.account (tenant, " + columns + ") SELECT gen_random_uuid(), " + columns
                + " FROM billing.account, generate_series(2, " + ACCOUNTS + ") WHERE tenant = '" + first.value() + "'");
        var all = bench.texts("SELECT tenant::text FROM billing.account").stream()
                .map(text -> new TenantId(UUID.fromString(text)))
                .toList();
        for (int from = 0; from < all.size(); from += 256) {
            var some = all.subList(from, Math.min(all.size(), from + 256));
            var _ = bench.await(() -> bench.accountFunctions.prepare(
                    some.stream().map(one -> new Preparation(one, 1)).toList()));
            var _ = bench.await(() -> bench.copies.publish(some));
        }
        return all;
    }
}
