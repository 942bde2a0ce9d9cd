package dev.tollgate.billing.payment;

import dev.tollgate.billing.account.TopUps;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes checkouts: the page at Stripe first, then its row. */
final class Checkouts {

    /** Checkouts of one tenant that can be paid at a time. */
    static final int OPEN_MAX = 20;

    private static final Refusal FULL =
            new Refusal.Conflict(OPEN_MAX + " checkouts are already open. Pay one of them or wait until it expires.");

    private final PaymentParts parts;
    private final StripeApi stripe;

    Checkouts(PaymentParts parts, StripeApi stripe) {
        this.parts = parts;
        this.stripe = stripe;
    }

    Future<Outcome<Checkout>> create(Call<NewCheckout> call) {
        long micros = call.input().amountMicros();
        var fault = fault(micros);
        if (fault != null) {
            return Outcome.refusedFuture(Refusal.ValidationFailed.of("amount_micros", fault));
        }
        var tenant = call.caller().tenantId();
        var id = new CheckoutId(parts.ids().next());
        return CheckoutRows.open(parts.database(), tenant, parts.clock().instant())
                .compose(open -> open >= OPEN_MAX
                        ? Outcome.refusedFuture(FULL)
                        : stripe.open(tenant, id, micros / NewCheckout.CENT_MICROS)
                                .compose(opened ->
                                        warning(call).compose(warning -> store(call, row(call, id, opened), warning))));
    }

    /** Why money added now could not be spent this month; empty if it can, or if that is not known. */
    private Future<Optional<String>> warning(Call<?> call) {
        return parts.accounts()
                .read(parts.database(), call.caller().tenantId())
                .map(found -> found.flatMap(locked -> Optional.ofNullable(
                        TopUps.warning(locked.account(), parts.clock().instant()))))
                .otherwise(Optional.empty());
    }

    private @Nullable String fault(long micros) {
        var settings = stripe.settings();
        if (micros % NewCheckout.CENT_MICROS != 0) {
            return "must be whole cents, multiples of " + NewCheckout.CENT_MICROS;
        }
        return micros < settings.minMicros() || micros > settings.maxMicros()
                ? "must be from " + settings.minMicros() + " to " + settings.maxMicros()
                : null;
    }

    private CheckoutRow row(Call<NewCheckout> call, CheckoutId id, StripeApi.Opened opened) {
        var now = parts.clock().instant();
        return new CheckoutRow(
                call.caller().tenantId(),
                id,
                opened.sessionId(),
                opened.url(),
                call.input().amountMicros(),
                CheckoutStatus.OPEN,
                Instant.ofEpochSecond(opened.expiresAtSeconds()),
                call.caller().actor().qualifiedId(),
                now.truncatedTo(ChronoUnit.MICROS),
                null,
                now,
                1,
                null);
    }

    /** A page that could not be stored is not returned: it cannot be paid, and expires. */
    private Future<Outcome<Checkout>> store(Call<NewCheckout> call, CheckoutRow row, Optional<String> warning) {
        return parts.work()
                .write(
                        call,
                        transaction -> CheckoutRows.add(transaction, row, OPEN_MAX)
                                .map(added -> added ? Outcome.done(created(row, warning)) : Outcome.refused(FULL)));
    }

    private static Change<Checkout> created(CheckoutRow row, Optional<String> warning) {
        return Change.of(
                row.shown().warned(warning.orElse(null)),
                RecordChange.created(row.shown().withoutUrl()));
    }
}
