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
 * Limits reads that may look at many rows to find a few: a tenant has few at a time on an event loop, so that its reads
 * leave connections, and time of the loop, to the calls of others.
 */
final class Scans {

    /** Of one statement each. */
    static final int STATEMENTS_MAX = 2;

    /** Of several statements each, whose calls are decoded on the event loop. */
    static final int WALKS_MAX = 1;

    private static final Duration LATER = Duration.ofSeconds(1);

    static final Refusal TOO_MANY = new Refusal.RateLimited(
            "Two other lists of this tenant are being read. Those with filters and words or another order, those with"
                    + " updated_since, previews of content and old runs of datasets are read two at a time.",
            LATER);

    static final Refusal PAGES = new Refusal.RateLimited(
            "Two other lists of published entries of this tenant are being read. Those that are not kept in memory are"
                    + " read two at a time.",
            LATER);

    static final Refusal WALKING = new Refusal.RateLimited(
            "Another list of audit or usage events of this tenant is being read. Those with filters, as tables or of the"
                    + " whole tenant are read one at a time.",
            LATER);

    private final Map<TenantId, Integer> running = new ConcurrentHashMap<>();
    private final int most;
    private final Refusal beyond;

    private Scans(int most, Refusal beyond) {
        this.most = most;
        this.beyond = beyond;
    }

    static Scans ofStatements() {
        return new Scans(STATEMENTS_MAX, TOO_MANY);
    }

    /** Published pages, which visitors read: what callers list keeps none of their places. */
    static Scans ofPages() {
        return new Scans(STATEMENTS_MAX, PAGES);
    }

    static Scans ofWalks() {
        return new Scans(WALKS_MAX, WALKING);
    }

    /** Runs the read; refused, and not run, while the tenant has as many as it may have. */
    <T> Future<Outcome<T>> run(Call<?> call, Supplier<Future<T>> read) {
        var tenant = call.caller().tenantId();
        if (running.merge(tenant, 1, Integer::sum) > most) {
            ended(tenant);
            return Future.succeededFuture(Outcome.refused(beyond));
        }
        return Future.<Void>succeededFuture()
                .compose(_ -> read.get())
                .onComplete(_ -> ended(tenant))
                .map(Outcome::done);
    }

    private void ended(TenantId tenant) {
        running.computeIfPresent(tenant, (_, count) -> count == 1 ? null : count - 1);
    }
}
