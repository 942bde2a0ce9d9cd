package dev.tollgate.money.hold;

import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.rating.Period;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the function {@code hold} for one entry: ten little-endian doubles.
 *
 * @param left money for this month or the next, whichever the bucket lies in
 * @param room of the cap
 * @param aged the oldest bucket with holds that can no longer be charged; 0 for none
 * @param rate which limit the numbers are of, counted from 1; 0 for none
 * @param extra microseconds to wait where the rate refused; else Redis's time in milliseconds
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
        long extra) {

    static final int BYTES = 10 * Double.BYTES;
    static final int ADMITTED = 0;
    static final int RATE = 1;
    static final int PAUSED = 2;
    static final int CAP = 3;
    static final int BALANCE = 4;
    static final int LOST = 5;
    static final int PASSED = 6;

    private static final long MICROS_PER_MILLI = 1_000;

    static HoldReply read(Buffer answers, int entry) {
        int at = entry * BYTES;
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
                number(answers, at, 9));
    }

    boolean admitted() {
        return code == ADMITTED;
    }

    Charge.Hold hold() {
        return new Charge.Hold(inc, bucket);
    }

    Instant redisNow() {
        return Instant.ofEpochMilli(extra);
    }

    /** The decision for the caller; null if there is none because the copy needs renewal or the entry failed. */
    @Nullable HoldDecision verdict(HoldRequest request) {
        long balance = Math.min(left, room);
        RateLimitState rateLeft = rateLeft(request.rates());
        return switch (code) {
            case ADMITTED -> new HoldDecision.Admitted(hold(), balance, rateLeft);
            case RATE -> new HoldDecision.Refused(tooFast(request.rates().get(rate - 1)), balance, rateLeft);
            case PAUSED -> new HoldDecision.Refused(new Refusal.AccountPaused(balance), balance, rateLeft);
            case CAP -> new HoldDecision.Refused(new Refusal.MonthlyCapReached(balance, resets()), balance, rateLeft);
            case BALANCE ->
                new HoldDecision.Refused(new Refusal.UsageBalanceExhausted(balance, resets()), balance, rateLeft);
            default -> null;
        };
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
