package dev.tollgate.billing.payment;

import dev.tollgate.billing.payment.CheckoutRows.Due;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Stripe about checkouts whose messages may have been lost. All loops of all gateways share the work. */
final class CheckoutSweep {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckoutSweep.class);

    /** Checkouts of one round, one after the other. */
    static final int BATCH = 20;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private final PaymentParts parts;
    private final CheckoutSettlement payments;

    CheckoutSweep(PaymentParts parts, CheckoutSettlement payments) {
        this.parts = parts;
        this.payments = payments;
    }

    Future<Void> round() {
        var now = parts.clock().instant();
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        now.plus(TIME_MAX),
                        transaction -> CheckoutRows.takeDue(transaction, now, BATCH))
                .compose(due -> settle(due, parts.ids()));
    }

    private Future<Void> settle(List<Due> due, IdSource ids) {
        Future<Void> settled = Future.succeededFuture();
        for (var one : due) {
            settled = settled.compose(_ -> payments.settle(one, SettlementCalls.round(ids)))
                    .<Void>mapEmpty()
                    .recover(cause -> later(one, cause));
        }
        return settled;
    }

    private static Future<Void> later(Due one, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("checkout", one.id())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to refresh checkout from Stripe, will retry within the hour");
        return Future.succeededFuture();
    }
}
