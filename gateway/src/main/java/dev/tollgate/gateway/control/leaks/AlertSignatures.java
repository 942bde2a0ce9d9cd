package dev.tollgate.gateway.control.leaks;

import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.PerSecondLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signatures of alerts, which takes time of the event loop. So wrong ones are limited, however many
 * addresses they come from: beyond the limit no signature is verified, and the sender of an alert is asked to send it
 * again. One per event loop.
 */
final class AlertSignatures {

    /** Wrong signatures that an event loop verifies in a second. */
    static final int WRONG_PER_SECOND_MAX = 100;

    private static final Refusal UNSIGNED = new Refusal.Unauthorized();
    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final ReporterKeys keys;
    private final LongSupplier nanos;
    private final PerSecondLimit wrong;

    /** @param nanos the time, as {@link System#nanoTime()} tells it */
    AlertSignatures(ReporterKeys keys, LongSupplier nanos) {
        this.keys = keys;
        this.nanos = nanos;
        this.wrong = new PerSecondLimit(WRONG_PER_SECOND_MAX, nanos.getAsLong());
    }

    /** The payload of a message that a key of the reporter has signed. Fails where the keys could not be fetched. */
    Future<Outcome<String>> payload(SignedMessage message) {
        var identifier = message.key();
        if (identifier == null || message.signature().isEmpty()) {
            return Outcome.refusedFuture(UNSIGNED);
        }
        return Future.fromCompletionStage(
                        keys.key(identifier), Objects.requireNonNull(Vertx.currentContext(), "on the loop"))
                .compose(known -> known.failed() && known.key() == null
                        ? Future.failedFuture(Failure.Unavailable.before(
                                "keys of secret scanning are unknown", VertxException.noStackTrace("failed to fetch")))
                        : Future.succeededFuture(payload(known.key(), message)));
    }

    /** The same by this key; null where the reporter has none of this identifier. */
    Outcome<String> payload(@Nullable PublicKey key, SignedMessage message) {
        if (key == null) {
            return Outcome.refused(UNSIGNED);
        }
        if (wrong.isFull(nanos.getAsLong())) {
            return Outcome.refused(FULL);
        }
        if (!ReporterKeySet.signed(key, message)) {
            wrong.add();
            return Outcome.refused(UNSIGNED);
        }
        return Outcome.done(message.payload());
    }
}
