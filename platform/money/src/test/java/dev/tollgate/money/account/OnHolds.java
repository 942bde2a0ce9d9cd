package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.hold.CanIgnoreReturnValue;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RateLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Holds over real Redis and PostgreSQL, with the test in the meter's place. */
abstract class OnHolds {

    static final Duration WAIT_MAX = Duration.ofSeconds(30);
    static MoneyBench bench;
    static Holds holds;

    @BeforeAll
    static void open() {
        bench = new MoneyBench();
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        bench.awaited(bench.functions::load);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    static HoldDecision attempt(TenantId tenant, long micros, RateLimit... rates) {
        return bench.awaited(() -> holds.hold(new HoldRequest(tenant, micros, List.of(rates))));
    }

    /** As a caller does: what was not available is tried again. */
    static HoldDecision hold(TenantId tenant, long micros, RateLimit... rates) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            try {
                return attempt(tenant, micros, rates);
            } catch (Failure.Unavailable e) {
                assertThat(System.nanoTime()).as("in time").isLessThan(end);
            }
        }
    }

    /** What Redis holds once late verdicts have been released. */
    static long heldOpen(TenantId tenant) {
        return bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow()
                .openMicros();
    }

    static boolean heldAgain(TenantId tenant, long micros) {
        try {
            return attempt(tenant, micros) instanceof HoldDecision.Admitted;
        } catch (Failure.Unavailable e) {
            return false;
        }
    }

    @CanIgnoreReturnValue
    static HoldDecision.Admitted admitted(HoldDecision decision) {
        assertThat(decision).isInstanceOf(HoldDecision.Admitted.class);
        return (HoldDecision.Admitted) decision;
    }
}
