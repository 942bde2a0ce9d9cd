package dev.tollgate.billing.payment;

import dev.tollgate.billing.payment.CheckoutRows.Due;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.runtime.memory.KeyCounts;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes open checkouts from Stripe for their readers. Readers of one checkout share a request, on all gateways: who
 * is late shows what is stored. So do readers beyond {@link #TENANT_MAX} of a tenant. One per event loop.
 */
final class CheckoutReads {

    /** Minimum interval between requests to Stripe about a checkout that is read. */
    static final Duration ASKED_EVERY = Duration.ofSeconds(10);

    /** Maximum checkouts of one page that are refreshed, and of one tenant that are refreshed at a time on a loop. */
    static final int TENANT_MAX = 5;

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckoutReads.class);

    private final PaymentParts parts;
    private final CheckoutSettlement payments;
    private final Map<CheckoutId, Future<Void>> running = new HashMap<>();
    private final KeyCounts<TenantId> runningByTenant = new KeyCounts<>();

    CheckoutReads(PaymentParts parts, CheckoutSettlement payments) {
        this.parts = parts;
        this.payments = payments;
    }

    /** Whether Stripe was not asked recently about a checkout that still can change. */
    boolean stale(CheckoutRow row) {
        return row.status().waits()
                && !parts.clock().instant().isBefore(row.checkedAt().plus(ASKED_EVERY));
    }

    /** Completes when those that may be refreshed are; if Stripe fails, the stored state is shown. */
    Future<Void> refresh(Call<?> call, List<CheckoutRow> stale) {
        return Future.join(stale.stream().map(row -> refreshed(call, row)).toList())
                .mapEmpty();
    }

    private Future<Void> refreshed(Call<?> call, CheckoutRow row) {
        var shared = running.get(row.id());
        if (shared != null) {
            return shared;
        }
        if (runningByTenant.of(row.tenant()) >= TENANT_MAX) {
            return Future.succeededFuture();
        }
        var own = taken(row)
                .compose(taken -> taken
                        ? payments.settle(new Due(row.tenant(), row.id()), SettlementCalls.reader(call, parts.ids()))
                        : Future.succeededFuture(false))
                .<Void>mapEmpty()
                .recover(cause -> shownAsStored(row, cause));
        running.put(row.id(), own);
        runningByTenant.add(row.tenant(), 1);
        return own.onComplete(_ -> {
            running.remove(row.id());
            runningByTenant.add(row.tenant(), -1);
        });
    }

    private Future<Boolean> taken(CheckoutRow row) {
        var now = parts.clock().instant();
        return parts.database()
                .transaction(
                        RowSecurityContext.of(row.tenant()),
                        now.plus(SettlementCalls.TIME_MAX),
                        transaction -> CheckoutRows.takeRead(transaction, row, now, now.minus(ASKED_EVERY)));
    }

    private static Future<Void> shownAsStored(CheckoutRow row, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("tenant", row.tenant())
                .addKeyValue("checkout", row.id())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to refresh checkout from Stripe, showing stored state");
        return Future.succeededFuture();
    }
}
