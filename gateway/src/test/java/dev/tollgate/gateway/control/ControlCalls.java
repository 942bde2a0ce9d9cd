package dev.tollgate.gateway.control;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Calls handlers on one event loop as the pipeline calls them, by a clock that a test may move on. */
class ControlCalls implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int ANSWER_SECONDS_MAX = 20;

    final Clock clock = new Clock();
    final IdSource ids = IdSource.timeOrdered(clock);
    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final OperationBus bus = new OperationBus();

    /** The time, which a test may move on. */
    static final class Clock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    void moveOn(Duration time) {
        clock.ahead = clock.ahead.plus(time);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    public <I, A> Outcome<A> outcome(Operation<I, A> operation, Caller caller, I input) {
        return outcome(operation, caller, input, Conditions.NONE);
    }

    <I, A> Outcome<A> outcome(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        return await(start(operation, caller, input, conditions));
    }

    <I, A> Future<Outcome<A>> start(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        var call = call(operation, caller, input, conditions);
        return Future.future(
                promise -> loop.runOnContext(_ -> bus.<I, A>call(call).onComplete(promise)));
    }

    @CanIgnoreReturnValue
    public <I, A> A done(Operation<I, A> operation, Caller caller, I input) {
        return value(outcome(operation, caller, input));
    }

    <A> A value(Outcome<A> outcome) {
        return switch (outcome) {
            case Outcome.Done<A>(A value) -> value;
            case Outcome.Refused<A>(Refusal refusal) ->
                throw new AssertionError(refusal.code() + ": " + refusal.detail());
            case Outcome.Replayed<A> _ -> throw new AssertionError("a replay");
        };
    }

    <I, A> Refusal refusal(Operation<I, A> operation, Caller caller, I input) {
        return refusal(outcome(operation, caller, input));
    }

    <A> Refusal refusal(Outcome<A> outcome) {
        return switch (outcome) {
            case Outcome.Refused<A>(Refusal refusal) -> refusal;
            case Outcome.Done<A> done -> throw new AssertionError("done: " + done.value());
            case Outcome.Replayed<A> _ -> throw new AssertionError("a replay");
        };
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + ANSWER_SECONDS_MAX + " s", late);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    <T> T onLoop(Supplier<T> making) {
        return await(Future.future(promise -> loop.runOnContext(_ -> promise.complete(making.get()))));
    }

    /** Runs it on the loop, to its end. */
    void run(Supplier<Future<Void>> work) {
        var _ = await(
                Future.<Void>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise))));
    }

    private <I> Call<I> call(Operation<I, ?> operation, Caller caller, I input, Conditions conditions) {
        var now = clock.instant();
        var facts = new CallFacts(
                new RequestId(ids.next()),
                null,
                now,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.CONTROL,
                operation.name(),
                operation.action(),
                digest(input),
                "127.0.0.1",
                null);
        var free = new Charge("control", 1, 0, "2026-01", null);
        return new Call<>(operation, caller, input, conditions, facts, free, now.plus(DEADLINE));
    }

    private static String digest(Object input) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(input.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
