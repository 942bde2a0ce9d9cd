package dev.tollgate.billing;

import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** Calls of an account whose copy is gone, with the test in the place of relay and meter. */
public final class Rebuilding {

    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private final BillingBench bench;
    private final LogInHand log;

    public Rebuilding(BillingBench bench, LogInHand log) {
        this.bench = bench;
        this.log = log;
    }

    /** A verdict, once the markers that the calls wrote are read back and their accounts published. */
    public HoldDecision hold(TenantId tenant, long micros) {
        return hold(new HoldRequest(tenant, micros, List.of()));
    }

    /** The same for any call. */
    public HoldDecision hold(HoldRequest request) {
        var until = System.nanoTime() + WAIT_MAX.toNanos();
        while (true) {
            try {
                return bench.await(() -> bench.holds.hold(request));
            } catch (Failure.Unavailable waiting) {
                if (System.nanoTime() - until > 0) {
                    throw waiting;
                }
                markersRead(request.tenant());
            }
        }
    }

    private void markersRead(TenantId tenant) {
        var bodies = bench.texts("WITH sent AS (DELETE FROM outbox.message WHERE marker AND key = '" + tenant.text()
                + "' RETURNING id, body) SELECT encode(body, 'hex') FROM sent ORDER BY id");
        bodies.forEach(hex -> log.book(tenant, HexFormat.of().parseHex(hex)));
        bench.await(() -> bench.copies.publish(List.of(tenant)));
    }
}
