package dev.tollgate.money.hold;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.copy.RedisKeys;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.redis.HashSlot;
import dev.tollgate.money.usage.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A slot that moves and a master that fails cost no charge, and no account of another master. */
class RedisClusterFaultsTest extends OnRedisCluster {

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

        eventually(() -> isAdmitted(tenant, 1));

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
            others.forEach(tenant -> eventually(() -> isAdmitted(tenant, 1)));
            assertThatThrownBy(lost::await).isInstanceOf(Failure.Unavailable.class);
        } finally {
            var _ = cluster.send(node, "CLIENT", "UNPAUSE");
        }

        assertThat(others).isNotEmpty();
        eventually(() -> isAdmitted(hanging, 1));
    }

    @Test
    void a_killed_master_is_replaced_and_the_accounts_of_others_go_on() {
        var tenant = account(owner -> owner > 0);
        int killed = owner(tenant);
        var other = account(owner -> owner != killed);
        charge(tenant, 300);
        eventually(() -> isAdmitted(tenant, 50));
        cluster.server(killed).kill();
        try {
            eventually(() -> isAdmitted(other, 1));
            int next = cluster.awaitTakenOver(killed);
            untilRebuilt(tenant);

            assertThat(owner(tenant)).isEqualTo(next);
            assertThat(copy(tenant).figures().included()).isEqualTo(700);
            assertThat(copy(tenant).figures().inc()).isGreaterThanOrEqualTo(2);
        } finally {
            cluster.server(killed).start();
        }
    }

    /** An account on one of these masters. */
    private static TenantId account(IntPredicate owners) {
        return Stream.generate(() -> bench.account(MoneyBench.SMALL))
                .filter(tenant -> owners.test(owner(tenant)))
                .findFirst()
                .orElseThrow();
    }

    private static int other(int master) {
        return IntStream.iterate(0, slot -> (slot + 1_000) % HashSlot.COUNT)
                .map(cluster::owner)
                .filter(owner -> owner != master)
                .findFirst()
                .orElseThrow();
    }

    private static void charge(TenantId tenant, long micros) {
        List<MeteredCharge> charges = new ArrayList<>();
        eventually(() -> {
            if (attempt(tenant, micros) instanceof HoldDecision.Admitted held) {
                charges.add(new MeteredCharge(micros, held.hold()));
            }
            return !charges.isEmpty();
        });
        bench.charge(tenant, charges);
    }

    /** Answers markers as a meter does, until the account holds again. */
    private static void untilRebuilt(TenantId tenant) {
        eventually(() -> {
            for (Marker marker : new ArrayList<>(bench.takeMarkers())) {
                if (marker instanceof Marker.Tenant(TenantId of, long n)) {
                    bench.asMeter(transaction -> bench.rows.raiseIncarnations(transaction, Map.of(of, n)));
                    bench.awaited(() -> bench.meterCopies.publish(List.of(of)));
                }
            }
            return isAdmitted(tenant, 1);
        });
    }
}
