package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.RedisClusterServers;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money on a real cluster of three masters, each with a replica, with the test in the meter's place. */
class RedisClusterTest {

    private static final int MASTERS = 3;
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);
    private static final RateLimit OFTEN = new RateLimit(RateLimit.TENANT, 10_000);

    @TempDir
    private static Path folder;

    private static RedisClusterServers cluster;
    private static MoneyBench bench;
    private static Holds holds;

    @BeforeAll
    static void start() {
        cluster = RedisClusterServers.start(folder, MASTERS, 1);
        bench = new MoneyBench(Clock.systemUTC(), address());
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        bench.awaited(bench.functions::load);
    }

    @AfterAll
    static void stop() {
        bench.close();
        cluster.close();
    }

    private static RedisAddress address() {
        return new RedisAddress(List.of(cluster.urls().split(",", -1)), true);
    }

    @Test
    void accounts_of_every_master_hold_exactly_what_they_have() {
        List<TenantId> tenants = IntStream.range(0, 30)
                .mapToObj(_ -> bench.account(MoneyBench.SMALL))
                .toList();

        List<Boolean> first = bench.awaited(() -> Future.all(IntStream.range(0, 15 * tenants.size())
                        .mapToObj(i -> holds.hold(request(tenants.get(i % tenants.size()), 100))
                                .map(HoldDecision.Admitted.class::isInstance)
                                .otherwise(false))
                        .toList())
                .map(all -> all.<Boolean>list()));

        for (int at = 0; at < tenants.size(); at++) {
            var tenant = tenants.get(at);
            int place = at;
            long admitted = IntStream.range(0, first.size())
                    .filter(i -> i % tenants.size() == place && first.get(i))
                    .count();
            assertThat(admitted).isLessThanOrEqualTo(10);
            untilHeld(tenant, admitted * 100);
            for (long more = admitted; more < 10; more++) {
                until(() -> isAdmitted(tenant, 100));
            }
            until(() -> refused(tenant, 100));
            untilHeld(tenant, 1_000);
        }
        assertThat(tenants.stream().map(RedisClusterTest::owner).distinct())
                .as("masters")
                .hasSizeGreaterThanOrEqualTo(MASTERS);
    }

    @Test
    void a_batch_over_all_masters_is_answered_in_its_order() {
        var plans = List.of(MoneyBench.SMALL, MoneyBench.LARGE, MoneyBench.MODEST, MoneyBench.TINY);
        List<TenantId> tenants = IntStream.range(0, 100)
                .mapToObj(at -> bench.account(plans.get(at % plans.size())))
                .toList();

        var copies = bench.awaited(() -> bench.accountFunctions.read(tenants));

        assertThat(copies.stream().map(copy -> copy.orElseThrow().figures().included()))
                .containsExactlyElementsOf(IntStream.range(0, tenants.size())
                        .mapToObj(at -> plans.get(at % plans.size()).includedMicros())
                        .toList());
    }

    @Test
    void keys_are_in_the_slots_that_the_servers_say() {
        for (int i = 0; i < 50; i++) {
            var tenant = new TenantId(UUID.randomUUID());

            assertThat(HashSlot.of(tenant)).isEqualTo(cluster.slot(RedisKeys.account(tenant)));
            assertThat(HashSlot.of(RedisKeys.rate(tenant))).isEqualTo(HashSlot.of(tenant));
        }
    }

    @Test
    void a_slot_that_moves_loses_no_charge_and_its_account_is_rebuilt() {
        var tenant = bench.account(MoneyBench.SMALL);
        int from = owner(tenant);
        int to = other(from);
        charge(tenant, 300);
        var move = cluster.move(HashSlot.of(tenant), from, to).begin();

        var whileItBegins = bench.awaited(() -> bench.accountFunctions.present(List.of(tenant)));
        move.key(RedisKeys.account(tenant));
        var afterItsKey = bench.awaited(() -> bench.accountFunctions.present(List.of(tenant)));
        assertThatThrownBy(() -> bench.awaited(() -> holds.hold(request(tenant, 1))))
                .as("its keys lie on two nodes")
                .isInstanceOf(Failure.Unavailable.class);
        move.end();
        untilRebuilt(tenant);

        assertThat(List.of(whileItBegins, afterItsKey)).containsOnly(List.of(true));
        assertThat(owner(tenant)).isEqualTo(to);
        assertThat(copy(tenant).figures().included()).isEqualTo(700);
    }

    @Test
    void a_master_without_the_functions_is_given_them() {
        var tenant = bench.account(MoneyBench.SMALL);
        var _ = cluster.send(owner(tenant), "FUNCTION", "FLUSH");

        until(() -> isAdmitted(tenant, 1));

        assertThat(cluster.send(owner(tenant), "FUNCTION", "LIST")).contains("tollgate");
    }

    @Test
    void a_master_that_hangs_keeps_no_account_of_another_one_waiting() {
        var hanging = bench.account(MoneyBench.SMALL);
        int node = owner(hanging);
        List<TenantId> others = IntStream.range(0, 20)
                .mapToObj(_ -> bench.account(MoneyBench.SMALL))
                .filter(tenant -> owner(tenant) != node)
                .toList();
        var _ = cluster.send(node, "CLIENT", "PAUSE", "60000", "WRITE");
        try {
            var lost = bench.onLoop(() -> holds.hold(request(hanging, 1)));
            others.forEach(tenant -> until(() -> isAdmitted(tenant, 1)));
            assertThatThrownBy(lost::await).isInstanceOf(Failure.Unavailable.class);
        } finally {
            var _ = cluster.send(node, "CLIENT", "UNPAUSE");
        }

        assertThat(others).isNotEmpty();
        until(() -> isAdmitted(hanging, 1));
    }

    @Test
    void a_killed_master_is_replaced_and_the_accounts_of_others_go_on() {
        var tenant = account(owner -> owner > 0);
        int killed = owner(tenant);
        var other = account(owner -> owner != killed);
        charge(tenant, 300);
        until(() -> isAdmitted(tenant, 50));
        cluster.server(killed).kill();
        try {
            until(() -> isAdmitted(other, 1));
            int next = cluster.awaitTakenOver(killed);
            untilRebuilt(tenant);

            assertThat(owner(tenant)).isEqualTo(next);
            assertThat(copy(tenant).figures().included()).isEqualTo(700);
            assertThat(copy(tenant).figures().inc()).isGreaterThanOrEqualTo(2);
        } finally {
            cluster.server(killed).start();
        }
    }

    @Test
    void the_clocks_of_all_masters_count() {
        int ahead = owner(bench.account(MoneyBench.TINY));
        var _ = cluster.send(
                ahead,
                "FUNCTION",
                "LOAD",
                "REPLACE",
                FunctionLibrary.source(Duration.ofHours(1).toMillis()));
        try {
            var times = bench.awaited(bench.functions::times);

            assertThat(Duration.between(times.slowest(), times.fastest())).isGreaterThan(Duration.ofMinutes(59));
            assertThat(times.slowest()).isBefore(bench.clock.instant().plusSeconds(60));
        } finally {
            var _ = cluster.send(ahead, "FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        }
    }

    @Test
    void counts_are_kept_on_the_master_of_their_name() {
        var counts = new RedisCounts(bench.functions);

        for (int i = 0; i < 20; i++) {
            var name = "count-" + UUID.randomUUID();
            assertThat(bench.awaited(() -> counts.keep(name, 7, WAIT_MAX))).isTrue();
            assertThat(bench.awaited(() -> counts.add(name, 2, 8, WAIT_MAX))).isFalse();
            assertThat(bench.awaited(() -> counts.add(name, 1, 8, WAIT_MAX))).isTrue();
            assertThat(bench.awaited(() -> counts.kept(name))).contains(8L);
            bench.awaited(() -> counts.forget(name).map(true));
            assertThat(bench.awaited(() -> counts.kept(name))).isEmpty();
        }
    }

    @Test
    void settings_that_take_a_cluster_for_one_server_or_one_server_for_a_cluster_refuse_the_start() {
        var check = new RedisSettingsCheck(new SimpleMeterRegistry());
        var asOne = RedisAddress.of(address().urls().getFirst());
        var asCluster = new RedisAddress(List.of(TestServers.shared().redisUrl()), true);

        for (var wrong : List.of(asOne, asCluster)) {
            assertThatThrownBy(() ->
                            bench.awaited(() -> check.beforeStart(RedisFunctions.open(bench.vertx, wrong), false)))
                    .isInstanceOf(SettingsRejected.class)
                    .hasMessageContaining("tollgate.redis.cluster");
        }
        assertThat(bench.awaited(() -> check.beforeStart(bench.functions, false).map(true)))
                .isTrue();
    }

    /** An account on one of these masters. */
    private static TenantId account(IntPredicate owners) {
        return Stream.generate(() -> bench.account(MoneyBench.SMALL))
                .filter(tenant -> owners.test(owner(tenant)))
                .findFirst()
                .orElseThrow();
    }

    private static HoldRequest request(TenantId tenant, long micros) {
        return new HoldRequest(tenant, micros, List.of(OFTEN));
    }

    private static int owner(TenantId tenant) {
        return cluster.owner(HashSlot.of(tenant));
    }

    private static int other(int master) {
        return IntStream.iterate(0, slot -> (slot + 1_000) % HashSlot.COUNT)
                .map(cluster::owner)
                .filter(owner -> owner != master)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isAdmitted(TenantId tenant, long micros) {
        return attempt(tenant, micros) instanceof HoldDecision.Admitted;
    }

    private static boolean refused(TenantId tenant, long micros) {
        return attempt(tenant, micros) instanceof HoldDecision.Refused;
    }

    /** Null where Redis gave no verdict. */
    private static HoldDecision attempt(TenantId tenant, long micros) {
        try {
            return bench.awaited(() -> holds.hold(request(tenant, micros)));
        } catch (Failure.Unavailable e) {
            return null;
        }
    }

    private static AccountCopy copy(TenantId tenant) {
        return bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow();
    }

    private static void untilHeld(TenantId tenant, long micros) {
        until(() -> copy(tenant).openMicros() == micros);
    }

    private static void charge(TenantId tenant, long micros) {
        List<MeteredCharge> charges = new ArrayList<>();
        until(() -> {
            if (attempt(tenant, micros) instanceof HoldDecision.Admitted held) {
                charges.add(new MeteredCharge(micros, held.hold()));
            }
            return !charges.isEmpty();
        });
        bench.charge(tenant, charges);
    }

    /** Answers markers as a meter does, until the account holds again. */
    private static void untilRebuilt(TenantId tenant) {
        until(() -> {
            for (Marker marker : new ArrayList<>(bench.takeMarkers())) {
                if (marker instanceof Marker.Tenant(TenantId of, long n)) {
                    bench.asMeter(transaction -> bench.rows.raiseIncarnations(transaction, Map.of(of, n)));
                    bench.awaited(() -> bench.meterCopies.publish(List.of(of)));
                }
            }
            return isAdmitted(tenant, 1);
        });
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
