package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.usage.UsageRecorder;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.price.Quote;
import dev.tollgate.records.work.Work;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call behind the gates: replay → size → hold → handler → usage → result. Answers once, at its end or at its
 * deadline, whichever comes first, and settles what it held in either case.
 *
 * <p>Invariant: what is held is given back when, and only when, no usage event can exist: the handler refused, failed
 * with proof, or replayed, or was never called; of a read also where it failed in any way, or nobody waits for it.
 */
public final class CallExecution<I, A> extends Deadlines.Watched {

    /** Services that the calls of a loop use after the access checks. */
    public record Services(
            CallHandlers handlers,
            Work work,
            Metering metering,
            UsageRecorder usage,
            CallRecorder recorder,
            CallDeadlines deadlines) {

        /** Services of a loop that has no call yet. */
        public Services(
                CallHandlers handlers, Work work, Metering metering, UsageRecorder usage, CallRecorder recorder) {
            this(handlers, work, metering, usage, recorder, new CallDeadlines());
        }
    }

    private final Services services;
    private final Invocation<I, A> invocation;
    private final CallFacts facts;
    private final EffectWatch effect;
    private Quote<A> quote;
    private final Promise<CallResult<A>> result = Promise.promise();
    private boolean timeIsUp;
    private boolean begun;
    private boolean recording;
    private boolean nothingWritten;
    private CallResult.@Nullable Metered metered;

    CallExecution(Services services, Invocation<I, A> invocation, CallFacts facts) {
        this.services = services;
        this.invocation = invocation;
        this.facts = facts;
        this.effect = new EffectWatch(invocation.context().ofHandler());
        this.quote = services.metering().quote(invocation);
    }

    /** Runs; the future never fails. */
    Future<CallResult<A>> start() {
        var arrival = invocation.context().arrival();
        var deadlines = services.deadlines().of(arrival, invocation.operation());
        deadlines.join(this, arrival.startedNanos());
        replayed().onComplete(last -> {
            deadlines.leave(this);
            result.tryComplete(last.succeeded() ? last.result() : broken(last.cause()));
        });
        return result.future();
    }

    @Override
    protected void timeUp() {
        timeIsUp = true;
        result.tryComplete(ended(Outcome.refused(new Refusal.DeadlineExceeded(effectUnknown()))));
    }

    private Future<CallResult<A>> replayed() {
        if (!invocation.changes() || invocation.conditions().idempotencyKey() == null) {
            return sized();
        }
        return services.work()
                .<A>replay(call(quote.nothing()))
                .compose(earlier -> earlier.isPresent() ? finished(quote.nothing(), earlier.get()) : sized());
    }

    private Future<CallResult<A>> sized() {
        if (abandoned() || !services.metering().needsSize(invocation)) {
            return held();
        }
        return services.handlers().size(call(quote.nothing())).compose(outcome -> switch (outcome) {
            case Outcome.Done<CallSize>(var size) -> {
                quote = services.metering().sized(invocation, quote, size);
                yield held();
            }
            case Outcome.Refused<CallSize>(var refusal) -> Future.succeededFuture(ended(Outcome.refused(refusal)));
            case Outcome.Replayed<CallSize> _ ->
                Future.failedFuture(new IllegalStateException("a size is no replay: " + invocation.operation()));
        });
    }

    private Future<CallResult<A>> held() {
        if (abandoned()) {
            return Future.succeededFuture(ended(Outcome.refused(new Refusal.DeadlineExceeded(false))));
        }
        long micros = quote.mostMicros();
        if (micros == 0) {
            return answered(quote.nothing());
        }
        return services.metering()
                .hold(invocation.context().credential(), payer(), micros)
                .compose(verdict -> switch (verdict) {
                    case HoldDecision.Admitted(var hold, var balanceMicros, var rate, var budget) -> {
                        metered = new CallResult.Metered(micros, balanceMicros, rate, budget);
                        invocation.context().held(balanceMicros, budget);
                        yield answered(quote.held(hold));
                    }
                    case HoldDecision.Refused(var refusal, var balanceMicros, var rate, var budget) -> {
                        metered = new CallResult.Metered(0, balanceMicros, rate, budget);
                        yield Future.succeededFuture(ended(Outcome.refused(refusal)));
                    }
                });
    }

    private Future<CallResult<A>> answered(Charge charge) {
        if (abandoned()) {
            release(charge, charge.micros());
            return Future.succeededFuture(ended(Outcome.refused(new Refusal.DeadlineExceeded(false))));
        }
        begun = true;
        return services.handlers()
                .<I, A>answer(invocation.context(), call(charge))
                .onFailure(failure -> {
                    // A read has recorded nothing yet, whatever it failed of.
                    if (!invocation.changes() || provenUnwritten(failure)) {
                        effect.end();
                        nothingWritten = true;
                        release(charge, charge.micros());
                    }
                })
                .compose(outcome -> finished(charge, outcome));
    }

    private Future<CallResult<A>> finished(Charge charge, Outcome<A> outcome) {
        return switch (outcome) {
            case Outcome.Refused<A> _ -> {
                release(charge, charge.micros());
                yield Future.succeededFuture(ended(outcome));
            }
            case Outcome.Replayed<A> _ -> {
                release(charge, charge.micros());
                yield recorded(quote.nothing(), outcome);
            }
            case Outcome.Done<A>(var answer) -> {
                var used = quote.used(charge, answer);
                if (invocation.changes()) {
                    // The write gave its unused rest back itself, right behind its commit.
                    spare(charge.micros() - used.micros());
                    yield Future.succeededFuture(ended(outcome));
                }
                // What a sized read issues is kept and given again, so it counts also where nobody waits for it.
                boolean unheard = abandoned() && !(invocation.face().meter() instanceof Meter.Sized<?, ?>);
                release(charge, unheard ? charge.micros() : charge.micros() - used.micros());
                yield unheard
                        ? Future.succeededFuture(ended(Outcome.refused(new Refusal.DeadlineExceeded(false))))
                        : recorded(used, outcome);
            }
        };
    }

    /** Makes the usage of what no transaction has recorded durable before the answer leaves. */
    private Future<CallResult<A>> recorded(Charge used, Outcome<A> outcome) {
        recording = true;
        return services.usage()
                .record(
                        invocation.operation(),
                        facts,
                        used,
                        outcome instanceof Outcome.Done<A>(var answer) ? answer : null)
                .map(_ -> ended(outcome))
                .recover(failure -> failure instanceof Failure known && !known.effectUnknown()
                        ? unrecorded(used).transform(_ -> Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    /** Gives the price back; the module takes back what it issued for the price of a size. */
    private Future<?> unrecorded(Charge used) {
        release(used, used.micros());
        return invocation.face().meter() instanceof Meter.Sized<I, A>(String dimension, var _)
                        && used.dimension().equals(dimension)
                ? services.handlers().released(call(used))
                : Future.succeededFuture();
    }

    private void release(Charge charge, long micros) {
        var hold = charge.hold();
        if (hold == null || micros == 0) {
            return;
        }
        services.metering().release(payer(), hold, micros);
        spare(micros);
    }

    private void spare(long micros) {
        if (metered != null) {
            metered = metered.releasing(micros);
        }
    }

    private CallResult<A> broken(Throwable cause) {
        services.recorder().broke(invocation.context().arrival(), invocation.operation(), cause);
        var refusal = cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(effectUnknown());
        return ended(Outcome.refused(refusal));
    }

    /** A failure with a name says it itself; what failed otherwise is known by the writes it made. */
    private boolean provenUnwritten(Throwable failure) {
        return failure instanceof Failure known ? !known.effectUnknown() : effect.wroteNothingAtAll();
    }

    /** Whether the caller has gone or the deadline has passed: a call without effect so far stops, free of charge. */
    private boolean abandoned() {
        return timeIsUp || invocation.context().listener().gone();
    }

    private boolean effectUnknown() {
        return recording || (begun && invocation.changes() && !nothingWritten);
    }

    private CallResult<A> ended(Outcome<A> outcome) {
        return invocation.result(
                outcome, metered == null && invocation.context().tenant() != null ? CallResult.Metered.FREE : metered);
    }

    private Call<I> call(Charge charge) {
        return new Call<>(
                invocation.operation(),
                invocation.context().caller(),
                invocation.input(),
                invocation.conditions(),
                facts,
                charge,
                services.deadlines().deadline(invocation.context().arrival(), invocation.operation()),
                effect,
                quote);
    }

    private TenantId payer() {
        return Objects.requireNonNull(invocation.context().tenant(), "a priced call has a tenant");
    }
}
