package dev.tollgate.billing.payment;

import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.account.TopUp;
import dev.tollgate.billing.account.TopUps;
import dev.tollgate.billing.payment.CheckoutRows.Due;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.Applied;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a checkout to where Stripe says it is: the one way in which a payment becomes a top-up, and a refund or a
 * dispute takes it back. May be called at any time and any number of times for the same checkout.
 */
final class Payments {

    private static final Logger LOGGER = LoggerFactory.getLogger(Payments.class);

    private final PaymentParts parts;
    private final StripeApi stripe;
    private final PaymentCounts counts;
    private final SettlementCalls calls;
    private final TopUps topUps;

    /** What one step of a settlement did. */
    private record Step(List<Applied> applied, List<RecordChange> records) {

        static final Step NONE = new Step(List.of(), List.of());

        Step and(Step next) {
            return new Step(
                    Stream.concat(applied.stream(), next.applied.stream()).toList(),
                    Stream.concat(records.stream(), next.records.stream()).toList());
        }
    }

    Payments(PaymentParts parts, StripeApi stripe, PaymentCounts counts) {
        this.parts = parts;
        this.stripe = stripe;
        this.counts = counts;
        this.calls = new SettlementCalls(parts.prices(), parts.clock());
        this.topUps = new TopUps(parts.accounts(), parts.clock());
    }

    /** Settles one checkout; false where there is none. */
    Future<Boolean> settle(Due which, SettlementCalls.Origin origin) {
        return CheckoutRows.find(parts.database(), which.tenant(), which.id())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : ask(found.get(), origin).map(true));
    }

    private Future<Void> ask(CheckoutRow row, SettlementCalls.Origin origin) {
        return stripe.session(row.sessionId()).compose(seen -> {
            if (seen.isEmpty()) {
                return foreign(row, "session");
            }
            return switch (Finding.of(row, seen.get(), stripe.settings().live())) {
                case Finding.Foreign(String reason) -> foreign(row, reason);
                case Finding.Same _ -> checked(row);
                case Finding.Behind _ -> settle(row, seen.get(), origin);
            };
        });
    }

    private Future<Void> foreign(CheckoutRow row, String reason) {
        counts.mismatched();
        LOGGER.atError()
                .addKeyValue("tenant", row.tenant())
                .addKeyValue("checkout", row.id())
                .addKeyValue("mismatch", reason)
                .log("Stripe's answer is not about this checkout, no money was moved");
        return checked(row);
    }

    private Future<Void> checked(CheckoutRow row) {
        var now = parts.clock().instant();
        return parts.database()
                .transaction(
                        Session.of(row.tenant()),
                        now.plus(SettlementCalls.TIME_MAX),
                        transaction -> CheckoutRows.checked(transaction, row, now));
    }

    private Future<Void> settle(CheckoutRow row, StripeSession seen, SettlementCalls.Origin origin) {
        Call<?> call = calls.of(row.tenant(), origin);
        return parts.changes()
                .run(call, transaction -> settled(transaction, row, seen), "checkout " + row.id())
                .compose(outcome -> switch (outcome) {
                    case Outcome.Done<Checkout>(Checkout after) -> told(row, after);
                    case Outcome.Refused<Checkout>(Refusal refusal) -> unbooked(row, refusal);
                    case Outcome.Replayed<Checkout> _ -> throw new IllegalStateException("nothing is replayed here");
                });
    }

    private Future<Outcome<Stored<Checkout>>> settled(Transaction transaction, CheckoutRow old, StripeSession seen) {
        return CheckoutRows.lock(transaction, old.tenant(), old.id()).compose(found -> {
            var row = found.orElse(old);
            return switch (Finding.of(row, seen, stripe.settings().live())) {
                case Finding.Foreign(String reason) ->
                    Future.succeededFuture(Outcome.refused(new Refusal.Conflict("mismatch of " + reason)));
                case Finding.Same _ ->
                    Future.succeededFuture(Outcome.done(new Stored<>(List.of(), Change.of(row.shown()))));
                case Finding.Behind behind -> settled(transaction, row, behind);
            };
        });
    }

    private Future<Outcome<Stored<Checkout>>> settled(Transaction transaction, CheckoutRow row, Finding.Behind found) {
        return booked(transaction, row, found).compose(outcome -> switch (outcome) {
            case Outcome.Done<Step>(Step paid) ->
                takenBack(transaction, row, found).compose(back -> stored(transaction, row, found, paid.and(back)));
            case Outcome.Refused<Step>(Refusal refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<Step> _ -> throw new IllegalStateException("nothing is replayed here");
        });
    }

    /** Makes the top-up, where the payment has not become one. */
    private Future<Outcome<Step>> booked(Transaction transaction, CheckoutRow row, Finding.Behind found) {
        if (row.payment() != null || found.paidMicros() == 0) {
            return Future.succeededFuture(Outcome.done(Step.NONE));
        }
        return CheckoutRows.pay(transaction, row, found, parts.clock().instant())
                .compose(first -> first
                        ? topUps.book(
                                        transaction,
                                        row.tenant(),
                                        row.id().topUp(),
                                        new NewTopUp(found.paidMicros(), null))
                                .map(outcome -> outcome.map(Payments::step))
                        : Future.succeededFuture(Outcome.refused(new Refusal.Conflict("the payment is booked"))));
    }

    private static Step step(Stored<TopUp> stored) {
        var created = RecordChange.created(stored.change().answer()).as("top_up", "top_up.created");
        return new Step(stored.applied(), List.of(created));
    }

    /** Takes back what went back and was not dealt with: what is left of the top-up, never more. */
    private Future<Step> takenBack(Transaction transaction, CheckoutRow row, Finding.Behind found) {
        var payment = row.payment();
        long due = found.backMicros() - (payment == null ? 0 : payment.settledMicros());
        if (due <= 0) {
            return Future.succeededFuture(Step.NONE);
        }
        var topUp = row.id().topUp();
        return parts.accounts()
                .takeBack(transaction, row.tenant(), topUp.value(), due)
                .compose(applied -> {
                    long taken =
                            applied.map(done -> done.change().takenBackMicros()).orElse(0L);
                    var told = new TakenBack(topUp, row.tenant(), taken, due - taken, row.version() + 1);
                    var record = RecordChange.created(told).as("top_up", PaymentOperations.TOP_UP_TAKEN_BACK);
                    return CheckoutRows.takeBack(transaction, row, taken, due - taken)
                            .map(new Step(applied.stream().toList(), List.of(record)));
                });
    }

    private Future<Outcome<Stored<Checkout>>> stored(
            Transaction transaction, CheckoutRow row, Finding.Behind found, Step step) {
        var updated = CheckoutRows.update(
                transaction, row, found.status(), parts.clock().instant());
        return updated.compose(_ -> CheckoutRows.lock(transaction, row.tenant(), row.id()))
                .map(after -> {
                    var shown = after.orElse(row).shown();
                    var change = RecordChange.updated(row.shown().withoutUrl(), shown.withoutUrl())
                            .as("checkout", PaymentOperations.CHECKOUT_UPDATED);
                    return Outcome.done(new Stored<>(
                            step.applied(), Change.of(shown, change).with(step.records())));
                });
    }

    private Future<Void> told(CheckoutRow before, Checkout after) {
        long shortfall = after.shortfallMicros() - before.shown().shortfallMicros();
        if (shortfall > 0) {
            counts.shortfall(shortfall);
            LOGGER.atError()
                    .addKeyValue("tenant", after.tenantId())
                    .addKeyValue("checkout", after.id())
                    .addKeyValue("shortfallMicros", shortfall)
                    .log("money went back to the payer that had been spent already");
        }
        return Future.succeededFuture();
    }

    private static Future<Void> unbooked(CheckoutRow row, Refusal refusal) {
        LOGGER.atError()
                .addKeyValue("tenant", row.tenant())
                .addKeyValue("checkout", row.id())
                .addKeyValue("reason", refusal.detail())
                .log("a payment could not be booked");
        return Future.failedFuture(Failure.Unavailable.before(
                "a payment could not be booked", VertxException.noStackTrace(refusal.detail())));
    }
}
