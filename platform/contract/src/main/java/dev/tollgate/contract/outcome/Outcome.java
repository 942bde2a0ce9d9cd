package dev.tollgate.contract.outcome;

import dev.tollgate.contract.caller.RequestId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;

/** Outcome of a call. A failed future is none of these: it means an infrastructure failure. */
public sealed interface Outcome<T> {

    /** It took effect, or was read. */
    record Done<T>(T value) implements Outcome<T> {}

    /** It was not done, for a reason the caller can act on; nothing has changed and nothing is charged. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}

    /**
     * An earlier call with the same idempotency key and input took effect; this one did nothing and is free.
     *
     * @param original the request id of that call
     * @param data its answer, as the JSON it was given as
     */
    record Replayed<T>(RequestId original, Buffer data) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** The same where the outcome is known already and a future is due. */
    static <T> Future<Outcome<T>> refusedFuture(Refusal refusal) {
        return Future.succeededFuture(new Refused<>(refusal));
    }

    /** The same ending, with the answer in another shape. */
    default <U> Outcome<U> map(Function<? super T, ? extends U> shape) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(shape.apply(value));
            case Refused<T>(Refusal refusal) -> new Refused<>(refusal);
            case Replayed<T>(RequestId original, Buffer data) -> new Replayed<>(original, data);
        };
    }

    /**
     * The next step within a call, which takes the value; after a refusal there is none.
     *
     * @throws IllegalStateException if this is a replay: only a whole call is one, never a step of it
     */
    default <U> Future<Outcome<U>> then(Function<? super T, Future<Outcome<U>>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case Refused<T>(Refusal refusal) -> Future.succeededFuture(new Refused<>(refusal));
            case Replayed<T> replayed -> throw new IllegalStateException("not a step of a call: " + replayed);
        };
    }
}
