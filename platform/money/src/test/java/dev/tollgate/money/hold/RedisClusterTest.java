package dev.tollgate.money.hold;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.redis.HashSlot;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.money.redis.RedisSettingsCheck;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts and counts are spread over masters, and behave as on one server. */
class RedisClusterTest extends OnRedisCluster {

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
                eventually(() -> isAdmitted(tenant, 100));
            }
            eventually(() -> refused(tenant, 100));
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
            assertThat(HashSlot.of(RedisKeys.budget(tenant, UUID.randomUUID()))).isEqualTo(HashSlot.of(tenant));
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

    private static boolean refused(TenantId tenant, long micros) {
        return attempt(tenant, micros) instanceof HoldDecision.Refused;
    }

    private static void untilHeld(TenantId tenant, long micros) {
        eventually(() -> copy(tenant).openMicros() == micros);
    }
}
