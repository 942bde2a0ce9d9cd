package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.access.PerSecondLimit;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.credential.AddressRange;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Limits the tokens of the identity provider with a wrong signature that an event loop verifies, because that takes up
 * to milliseconds of it. Tokens that are wrong for another reason, or good, are not counted. Throttled addresses have a
 * limit each and one together; the others have one together, so that a few addresses never keep good tokens of others
 * out. One per event loop.
 */
public final class SignatureLimiter {

    /** Wrong signatures a second of all throttled addresses, and of all others. */
    static final int WRONG_PER_SECOND_MAX = 100;

    /** Wrong signatures a second of one throttled address. */
    static final int ADDRESS_WRONG_PER_SECOND_MAX = 20;

    private static final int ADDRESSES_MAX = 4_096;

    private final SourceThrottle throttle;
    private final LongSupplier nanos;
    private final Map<String, PerSecondLimit> byAddress = new LruMap<>(ADDRESSES_MAX);
    private final PerSecondLimit ofThrottled;
    private final PerSecondLimit ofOthers;

    /** @param nanos the time, as {@link System#nanoTime()} tells it */
    public SignatureLimiter(SourceThrottle throttle, LongSupplier nanos) {
        this.throttle = throttle;
        this.nanos = nanos;
        this.ofThrottled = new PerSecondLimit(WRONG_PER_SECOND_MAX, nanos.getAsLong());
        this.ofOthers = new PerSecondLimit(WRONG_PER_SECOND_MAX, nanos.getAsLong());
    }

    /**
     * Runs the check of a token whose signature is not known to be good, if there is room for a wrong one.
     *
     * @param inVain how many signatures the loop has verified in vain so far
     */
    Future<AuthResult> run(String address, Supplier<Future<AuthResult>> check, LongSupplier inVain) {
        long before = inVain.getAsLong();
        return throttle.refusal(address) == null
                ? ofOthers(check, () -> inVain.getAsLong() > before)
                : ofThrottled(address, check, () -> inVain.getAsLong() > before);
    }

    private Future<AuthResult> ofOthers(Supplier<Future<AuthResult>> check, BooleanSupplier wrong) {
        return ofOthers.isFull(nanos.getAsLong())
                ? Future.succeededFuture(Authenticator.UNASKED)
                : check.get().onSuccess(found -> count(found, wrong, ofOthers));
    }

    private Future<AuthResult> ofThrottled(String address, Supplier<Future<AuthResult>> check, BooleanSupplier wrong) {
        long now = nanos.getAsLong();
        var own = byAddress.computeIfAbsent(
                AddressRange.source(address), _ -> new PerSecondLimit(ADDRESS_WRONG_PER_SECOND_MAX, now));
        return own.isFull(now) || ofThrottled.isFull(now)
                ? Future.succeededFuture(AdmissionRules.GUESSED)
                : check.get().onSuccess(found -> {
                    count(found, wrong, own);
                    count(found, wrong, ofThrottled);
                });
    }

    /** A check that had to wait may count what another one has found meanwhile. */
    private static void count(AuthResult found, BooleanSupplier wrong, PerSecondLimit limit) {
        if (found.guessed() && wrong.getAsBoolean()) {
            limit.add();
        }
    }
}
