package dev.tollgate.records.work;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.KeyedConcurrencyLimiter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Limits the concurrent reads of a tenant that may look at many rows to find a few, so that they leave connections, and
 * time of the loop, to the calls of others. One per event loop and kind of read.
 */
final class ReadConcurrencyLimiter {

    /** Reads of one statement. */
    static final int STATEMENTS_MAX = 2;

    /** Lists of several statements, whose rows are decoded on the event loop. */
    static final int LISTS_MAX = 1;

    private static final Duration LATER = Duration.ofSeconds(1);

    static final Refusal TOO_MANY = new Refusal.RateLimited(
            "Two other lists of this tenant are being read. Those with filters and words or another order, those with"
                    + " updated_since, previews of content and old runs of datasets are read two at a time.",
            LATER);

    static final Refusal TOO_MANY_PUBLIC = new Refusal.RateLimited(
            "Two other lists of published entries of this tenant are being read. Those that are not kept in memory are"
                    + " read two at a time.",
            LATER);

    static final Refusal TOO_MANY_LISTS = new Refusal.RateLimited(
            "Another list of audit or usage events of this tenant is being read. Those with filters, as tables or of the"
                    + " whole tenant are read one at a time.",
            LATER);

    private final KeyedConcurrencyLimiter<TenantId> tenants;
    private final Refusal tooMany;

    private ReadConcurrencyLimiter(int max, Refusal tooMany) {
        this.tenants = new KeyedConcurrencyLimiter<>(max);
        this.tooMany = tooMany;
    }

    static ReadConcurrencyLimiter ofScans() {
        return new ReadConcurrencyLimiter(STATEMENTS_MAX, TOO_MANY);
    }

    /** Of scans for visitors of published content: lists of callers take none of their slots. */
    static ReadConcurrencyLimiter ofPublicScans() {
        return new ReadConcurrencyLimiter(STATEMENTS_MAX, TOO_MANY_PUBLIC);
    }

    static ReadConcurrencyLimiter ofLists() {
        return new ReadConcurrencyLimiter(LISTS_MAX, TOO_MANY_LISTS);
    }

    /**
     * Runs the read; refused, and not run, while the tenant has as many as it may have. Those of operators always run:
     * no tenant keeps them from what it did.
     */
    <T> Future<Outcome<T>> run(Call<?> call, Supplier<Future<T>> read) {
        if (call.caller().isOperator()) {
            return read.get().map(Outcome::done);
        }
        var tenant = call.caller().tenantId();
        if (!tenants.take(tenant)) {
            return Future.succeededFuture(Outcome.refused(tooMany));
        }
        return Future.<Void>succeededFuture()
                .compose(_ -> read.get())
                .onComplete(_ -> tenants.give(tenant))
                .map(Outcome::done);
    }
}
