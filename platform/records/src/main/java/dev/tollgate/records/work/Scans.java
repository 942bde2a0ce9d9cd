package dev.tollgate.records.work;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Reads that may look at many rows to find a few. A tenant has at most {@value #MAX} at a time on an event loop, so
 * that its reads leave connections to the writes of others.
 */
final class Scans {

    static final int MAX = 2;

    static final Refusal TOO_MANY = new Refusal.RateLimited(
            "Too many lists of this tenant, with filters and words or another order, or with updated_since, are being read.",
            Duration.ofSeconds(1));

    private final Map<TenantId, Integer> running = new ConcurrentHashMap<>();

    /** Runs the read; refused while the tenant has as many as it may have. */
    <T> Future<Outcome<T>> run(Call<?> call, Supplier<Future<T>> read) {
        var tenant = call.caller().tenantId();
        if (running.merge(tenant, 1, Integer::sum) > MAX) {
            ended(tenant);
            return Future.succeededFuture(Outcome.refused(TOO_MANY));
        }
        return read.get().onComplete(_ -> ended(tenant)).map(Outcome::done);
    }

    private void ended(TenantId tenant) {
        running.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
