package dev.tollgate.money.account;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.hold.CanIgnoreReturnValue;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.usage.Marker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An account whose copy is lost, foreign or old is served again. */
class LostCopyHoldsTest extends OnHolds {

    @Test
    void a_lost_copy_is_made_anew_with_its_marker_and_charges_without_their_holds() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        HoldDecision.Admitted charged = admitted(hold(tenant, 300));
        charge(tenant, new MeteredCharge(300, charged.hold()));
        admitted(hold(tenant, 50));
        bench.redis.must("DEL", "{" + tenant.text() + "}:account");

        eventually(() -> {
            answeredAsMeter();
            return heldAgain(tenant, 100);
        });

        AccountCopy copy = bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow();
        assertThat(copy.figures().included()).isEqualTo(700);
        assertThat(copy.figures().inc()).isGreaterThanOrEqualTo(2);
        assertThat(copy.openMicros()).isEqualTo(100);
    }

    @Test
    void a_foreign_value_at_the_key_of_an_account_heals_by_itself() {
        TenantId text = bench.account(MoneyBench.SMALL);
        TenantId list = bench.account(MoneyBench.SMALL);
        bench.redis.must("SET", "{" + text.text() + "}:account", "not a copy");
        bench.redis.must("DEL", "{" + list.text() + "}:account");
        bench.redis.must("LPUSH", "{" + list.text() + "}:account", "not a copy");

        eventually(() -> {
            answeredAsMeter();
            return heldAgain(text, 100) && heldAgain(list, 100);
        });

        assertThat(heldOpen(text)).isPositive();
        assertThat(heldOpen(list)).isPositive();
    }

    @Test
    void without_a_meter_calls_of_a_lost_copy_are_turned_away_in_time_and_others_feel_nothing() {
        TenantId lost = bench.account(MoneyBench.SMALL);
        TenantId sound = bench.account(MoneyBench.SMALL);
        bench.redis.must("DEL", "{" + lost.text() + "}:account");
        long start = System.nanoTime();

        Future<HoldDecision> waiting = bench.onLoop(() -> holds.hold(new HoldRequest(lost, 1, List.of())));
        HoldDecision other = hold(sound, 1);

        assertThat(other).isInstanceOf(HoldDecision.Admitted.class);
        assertThatThrownBy(waiting::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(15));
    }

    @Test
    void a_server_that_lost_the_library_is_given_it_again() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        bench.redis.must("FUNCTION", "FLUSH");

        HoldDecision decision = hold(tenant, 1);

        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void a_publish_nobody_acknowledged_is_repeated() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        bench.asTenant(tenant, transaction -> bench.accounts.topUp(transaction, tenant, UUID.randomUUID(), 500, null));
        assertThat(bench.read(tenant).revision().ackedSeq()).isEqualTo(1);

        bench.awaited(bench.meterCopies::republish);

        assertThat(bench.read(tenant).revision().ackedSeq()).isEqualTo(2);
        assertThat(admitted(hold(tenant, 1_500)).balanceMicros()).isZero();
    }

    private static void charge(TenantId tenant, MeteredCharge usage) {
        bench.charge(tenant, List.of(usage));
    }

    /** Reads back markers as a meter does, and answers them. */
    @CanIgnoreReturnValue
    private static int answeredAsMeter() {
        List<Marker> markers = new ArrayList<>(bench.takeMarkers());
        for (Marker marker : markers) {
            if (marker instanceof Marker.Tenant(TenantId tenant, long n)) {
                bench.asMeter(transaction -> bench.rows.raiseIncarnations(transaction, Map.of(tenant, n)));
                bench.awaited(() -> bench.meterCopies.publish(List.of(tenant)));
            }
        }
        return markers.size();
    }
}
