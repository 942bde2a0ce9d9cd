package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Limits concurrent sums by the hour: they read every call of the period, are free, and each takes a connection of the
 * event loop. One per event loop.
 */
final class HourlySums {

    /** Most in flight, of all tenants: other calls keep the rest of the loop's connections. */
    static final int IN_FLIGHT_MAX = 2;

    private static final Duration LATER = Duration.ofSeconds(1);
    private static final Refusal OF_TENANT =
            new Refusal.RateLimited("Another list of usage by the hour of this tenant is in progress.", LATER);
    private static final Refusal FULL = new Refusal.ServiceUnavailable(LATER, false);

    private final Set<TenantId> inFlight = new HashSet<>();

    /** What the query gives; refused, without running it, if the tenant has one in flight or all slots are taken. */
    <A> Future<Outcome<A>> run(TenantId tenant, Supplier<Future<Outcome<A>>> query) {
        if (inFlight.contains(tenant)) {
            return Future.succeededFuture(Outcome.refused(OF_TENANT));
        }
        if (inFlight.size() == IN_FLIGHT_MAX) {
            return Future.succeededFuture(Outcome.refused(FULL));
        }
        inFlight.add(tenant);
        return Future.<Void>succeededFuture().compose(_ -> query.get()).onComplete(_ -> inFlight.remove(tenant));
    }
}
