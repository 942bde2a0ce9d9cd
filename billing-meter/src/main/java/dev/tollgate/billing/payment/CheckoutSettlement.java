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
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a checkout to where Stripe says it is: the one way in which a payment becomes a top-up, and a refund or a
 * dispute takes it back. May be called at any time and any number of times for the same checkout.
 */
final class CheckoutSettlement {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckoutSettlement.class);

    private final PaymentParts parts;
    private final StripeApi stripe;
    private final PaymentMetrics counts;
    private final SettlementCalls calls;
    private final TopUps topUps;

    /** Result of one step of a settlement. */
    private record Step(List<AppliedUpdate> applied, List<RecordChange> records, long shortfallMicros) {

        static final Step NONE = new Step(List.of(), List.of(), 0);

        Step and(Step next) {
            return new Step(
                    Stream.concat(applied.stream(), next.applied.stream()).toList(),
                    Stream.concat(records.stream(), next.records.stream()).toList(),
                    shortfallMicros + next.shortfallMicros);
        }
    }

    CheckoutSettlement(PaymentParts parts, StripeApi stripe, PaymentMetrics counts) {
        this.parts = parts;
        this.stripe = stripe;
        this.counts = counts;
        this.calls = new SettlementCalls(parts.prices(), parts.clock());
        this.topUps = new TopUps(parts.accounts(), parts.clock());
    }

    /** Settles one checkout; false where there is none. */
    Future<Boolean> settle(Due due, SettlementCalls.Origin origin) {
        return CheckoutRows.find(parts.database(), due.tenant(), due.id())
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : ask(found.get(), origin).map(true));
    }

    private Future<Void> ask(CheckoutRow row, SettlementCalls.Origin origin) {
        return stripe.session(row.sessionId(), origin.read()).compose(seen -> switch (CheckoutComparison.of(
                row, seen, stripe.settings().live())) {
            case CheckoutComparison.Mismatch(String reason) -> mismatched(row, reason, seen, origin);
            case CheckoutComparison.UpToDate _ -> checked(row);
            case CheckoutComparison.Outdated _ -> settle(row, seen, origin);
        });
    }

    /** After its page has expired, an open checkout expires even without an answer of Stripe. */
    private Future<Void> mismatched(
            CheckoutRow row, String reason, Optional<StripeSession> seen, SettlementCalls.Origin origin) {
        counts.mismatched();
        LOGGER.atError()
                .addKeyValue("tenant", row.tenant())
                .addKeyValue("checkout", row.id())
                .addKeyValue("mismatch", reason)
                .log("Stripe session does not match checkout, no money moved");
        var now = parts.clock().instant();
        if (!row.status().waits() || !row.pageEnded(now)) {
            return checked(row);
        }
        return row.status() == CheckoutStatus.OPEN ? settle(row, seen, origin) : checked(row, now, null);
    }

    private Future<Void> checked(CheckoutRow row) {
        var now = parts.clock().instant();
        return checked(row, now, CheckoutRows.nextCheck(row.status(), row.paidAt(), now));
    }

    private Future<Void> checked(CheckoutRow row, Instant now, @Nullable Instant next) {
        return parts.database()
                .transaction(
                        RowSecurityContext.of(row.tenant()),
                        now.plus(SettlementCalls.TIME_MAX),
                        transaction -> CheckoutRows.checked(transaction, row, now, next));
    }

    private Future<Void> settle(CheckoutRow row, Optional<StripeSession> seen, SettlementCalls.Origin origin) {
        Call<?> call = calls.of(row.tenant(), origin);
        return parts.changes()
                .run(call, transaction -> settled(transaction, row, seen), "checkout " + row.id())
                .compose(outcome -> switch (outcome) {
                    case Outcome.Done<Long>(Long shortfallMicros) -> reported(row, shortfallMicros);
                    case Outcome.Refused<Long>(Refusal refusal) -> unbooked(row, refusal);
                    case Outcome.Replayed<Long> _ -> throw new IllegalStateException("nothing is replayed here");
                });
    }

    /** Answers what could not be taken back now. */
    private Future<Outcome<Stored<Long>>> settled(
            Transaction transaction, CheckoutRow old, Optional<StripeSession> seen) {
        return CheckoutRows.lock(transaction, old.tenant(), old.id()).compose(found -> {
            var row = found.orElse(old);
            return switch (CheckoutComparison.of(row, seen, stripe.settings().live())) {
                case CheckoutComparison.Mismatch _
                when row.status() == CheckoutStatus.OPEN -> stored(transaction, row, CheckoutStatus.EXPIRED, Step.NONE);
                case CheckoutComparison.Mismatch _, CheckoutComparison.UpToDate _ ->
                    Future.succeededFuture(Outcome.done(new Stored<>(List.of(), Change.of(0L))));
                case CheckoutComparison.Outdated outdated -> settled(transaction, row, outdated);
            };
        });
    }

    private Future<Outcome<Stored<Long>>> settled(
            Transaction transaction, CheckoutRow row, CheckoutComparison.Outdated found) {
        return booked(transaction, row, found).compose(outcome -> switch (outcome) {
            case Outcome.Done<Step>(Step paid) ->
                reversed(transaction, row, found)
                        .compose(back -> stored(transaction, row, found.status(), paid.and(back)));
            case Outcome.Refused<Step>(Refusal refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<Step> _ -> throw new IllegalStateException("nothing is replayed here");
        });
    }

    /** Makes the top-up, where the payment has not become one. */
    private Future<Outcome<Step>> booked(Transaction transaction, CheckoutRow row, CheckoutComparison.Outdated found) {
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
                                .map(outcome -> outcome.map(CheckoutSettlement::step))
                        : Future.succeededFuture(Outcome.refused(new Refusal.Conflict("the payment is booked"))));
    }

    private static Step step(Stored<TopUp> stored) {
        return new Step(stored.applied(), List.of(TopUps.created(stored.change().answer())), 0);
    }

    /** Takes back what went back and was not dealt with: what is left of the top-up, never more. */
    private Future<Step> reversed(Transaction transaction, CheckoutRow row, CheckoutComparison.Outdated found) {
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
                    var told = new TopUpReversal(topUp, row.tenant(), taken, due - taken, null, row.version() + 1);
                    var record = RecordChange.created(told).as("top_up", CheckoutOperations.TOP_UP_TAKEN_BACK);
                    return CheckoutRows.reverse(transaction, row, taken, due - taken)
                            .map(new Step(applied.stream().toList(), List.of(record), due - taken));
                });
    }

    private Future<Outcome<Stored<Long>>> stored(
            Transaction transaction, CheckoutRow row, CheckoutStatus status, Step step) {
        var updated =
                CheckoutRows.update(transaction, row, status, parts.clock().instant());
        return updated.compose(_ -> CheckoutRows.lock(transaction, row.tenant(), row.id()))
                .map(after -> {
                    var shown = after.orElse(row).shown();
                    var change = RecordChange.updated(row.shown().withoutUrl(), shown.withoutUrl())
                            .as("checkout", CheckoutOperations.CHECKOUT_UPDATED);
                    return Outcome.done(new Stored<>(
                            step.applied(),
                            Change.of(step.shortfallMicros(), change).with(step.records())));
                });
    }

    private Future<Void> reported(CheckoutRow row, long shortfallMicros) {
        if (shortfallMicros > 0) {
            counts.shortfall(shortfallMicros);
            LOGGER.atError()
                    .addKeyValue("tenant", row.tenant())
                    .addKeyValue("checkout", row.id())
                    .addKeyValue("shortfallMicros", shortfallMicros)
                    .log("refund or dispute exceeds the remaining balance");
        }
        return Future.succeededFuture();
    }

    private static Future<Void> unbooked(CheckoutRow row, Refusal refusal) {
        LOGGER.atError()
                .addKeyValue("tenant", row.tenant())
                .addKeyValue("checkout", row.id())
                .addKeyValue("reason", refusal.detail())
                .log("failed to book payment");
        return Future.failedFuture(
                Failure.Unavailable.before("failed to book payment", VertxException.noStackTrace(refusal.detail())));
    }
}
