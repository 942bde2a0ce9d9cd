package dev.tollgate.money.hold;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.rating.Period;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the function {@code hold} for one entry: ten little-endian doubles, and four more where it has a
 * budget.
 *
 * @param left money for this month or the next, whichever the bucket lies in
 * @param room of the cap
 * @param aged the oldest bucket with holds that can no longer be charged; 0 for none
 * @param rate which limit the numbers are of, counted from 1; 0 for none
 * @param extra microseconds to wait where the rate refused; else Redis's time in milliseconds
 * @param budget null where the entry has none
 */
record HoldReply(
        int code,
        long inc,
        long bucket,
        long left,
        long room,
        long aged,
        int rate,
        long remaining,
        long resetMicros,
        long extra,
        @Nullable Budgeted budget) {

    /**
     * Figures of a budget.
     *
     * @param left for the period that the bucket lies in
     * @param ends the first bucket of the next period
     * @param aged the oldest bucket with holds that can no longer be charged; 0 for none
     * @param starts the first bucket that counts against it: a hold may lie before the period
     */
    record Budgeted(long left, long ends, long aged, long starts) {

        private Budgeted after(long micros, long bucket) {
            return bucket < starts ? this : new Budgeted(left - micros, ends, aged, starts);
        }
    }

    static final int BYTES = 10 * Double.BYTES;
    static final int BUDGETED_BYTES = 14 * Double.BYTES;
    static final int ADMITTED = 0;
    static final int RATE = 1;
    static final int PAUSED = 2;
    static final int CAP = 3;
    static final int BALANCE = 4;
    static final int LOST = 5;
    static final int PASSED = 6;
    static final int BUDGET_SPENT = 8;
    static final int BUDGET_LOST = 9;
    static final int BUDGET_PASSED = 10;

    private static final long MICROS_PER_MILLI = 1_000;

    /** The length of the answer of an entry. */
    static int bytes(HoldRequest request) {
        return request.budget() == null ? BYTES : BUDGETED_BYTES;
    }

    static HoldReply readAt(Buffer answers, int at, boolean budgeted) {
        return new HoldReply(
                (int) number(answers, at, 0),
                number(answers, at, 1),
                number(answers, at, 2),
                number(answers, at, 3),
                number(answers, at, 4),
                number(answers, at, 5),
                (int) number(answers, at, 6),
                number(answers, at, 7),
                number(answers, at, 8),
                number(answers, at, 9),
                budgeted
                        ? new Budgeted(
                                number(answers, at, 10),
                                number(answers, at, 11),
                                number(answers, at, 12),
                                number(answers, at, 13))
                        : null);
    }

    boolean admitted() {
        return code == ADMITTED;
    }

    /** The same for a call that was admitted after so many equal ones. */
    HoldReply after(int calls, HoldRequest request) {
        if (calls == 0) {
            return this;
        }
        long taken = calls * request.costMicros();
        long resetLater = rate == 0 ? 0 : calls * request.rates().get(rate - 1).intervalMicros();
        return new HoldReply(
                code,
                inc,
                bucket,
                left - taken,
                room - taken,
                aged,
                rate,
                rate == 0 ? 0 : remaining - calls,
                resetMicros + resetLater,
                extra,
                budget == null ? null : budget.after(taken, bucket));
    }

    /** What the account's copy needs before it can decide; null where it has decided. */
    CopyRenewal.@Nullable Need need() {
        return switch (code) {
            case LOST -> new CopyRenewal.Need.Lost();
            case PASSED -> new CopyRenewal.Need.Passed();
            default -> null;
        };
    }

    /** Whether the copy of the budget must be renewed before it can decide. */
    boolean wantsBudget() {
        return code == BUDGET_LOST || code == BUDGET_PASSED;
    }

    Charge.Hold hold(HoldRequest request) {
        return new Charge.Hold(
                inc, bucket, request.budget() == null ? null : request.budget().id());
    }

    Instant redisNow() {
        return Instant.ofEpochMilli(extra);
    }

    /** The decision for the caller; null if there is none because the copy needs renewal or the entry failed. */
    @Nullable HoldDecision verdict(HoldRequest request) {
        long balance = Math.min(left, room);
        @Nullable Refusal refusal = switch (code) {
            case RATE -> tooFast(request.rates().get(rate - 1));
            case PAUSED -> new Refusal.AccountPaused(balance);
            case CAP -> new Refusal.MonthlyCapReached(balance, resets());
            case BALANCE -> new Refusal.UsageBalanceExhausted(balance, resets());
            case BUDGET_SPENT -> overBudget(this, request, balance);
            default -> null;
        };
        RateLimitState rateLeft = rateLeft(request.rates());
        if (refusal != null) {
            return new HoldDecision.Refused(refusal, balance, rateLeft, budgetLeft());
        }
        return admitted() ? new HoldDecision.Admitted(hold(request), balance, rateLeft, budgetLeft()) : null;
    }

    private @Nullable BudgetLeft budgetLeft() {
        return budget == null ? null : new BudgetLeft(Math.max(0, budget.left()), BudgetPeriod.time(budget.ends()));
    }

    private static Refusal overBudget(HoldReply reply, HoldRequest request, long balance) {
        BudgetLeft left = Objects.requireNonNull(reply.budgetLeft(), "only a call with a budget can be over it");
        CredentialBudget known = Objects.requireNonNull(request.budget());
        return new Refusal.BudgetExhausted(
                balance, left.remainingMicros(), known.limit().per().text(), left.resetsAt());
    }

    private Instant resets() {
        return Period.ofBucket(bucket).end();
    }

    private Refusal tooFast(RateLimit refused) {
        String whose = refused.name().equals(RateLimit.TENANT) ? "this tenant's" : "this credential's";
        return new Refusal.RateLimited(
                "More than " + whose + " " + refused.perSecond() + " calls per second.",
                Duration.ofNanos(extra * MICROS_PER_MILLI));
    }

    private @Nullable RateLimitState rateLeft(List<RateLimit> rates) {
        if (rate == 0) {
            return null;
        }
        RateLimit tightest = rates.get(rate - 1);
        return new RateLimitState(
                tightest.name(), tightest.perSecond(), remaining, Math.ceilDiv(resetMicros, MICROS_PER_MILLI));
    }

    private static long number(Buffer answers, int at, int index) {
        return (long) answers.getDoubleLE(at + index * Double.BYTES);
    }
}
