package dev.tollgate.gateway.pipeline;

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
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.memory.Deadlines;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call behind the gates: replay → size → hold → handler → usage → result. Answers once, at its end or at its
 * deadline, whichever comes first, and settles what it held in either case.
 *
 * <p>Invariant: what is held is given back when, and only when, no usage event can exist: the handler refused, failed
 * with proof, or replayed, or was never called; of a read also where it failed in any way, or its deadline has passed.
 * A read whose caller has gone meanwhile is recorded as any other: its work is done. A write that was not sent at the
 * deadline is withdrawn: its caller is told that it has no effect.
 */
public final class CallExecution<I, A> extends SteppedCall<CallResult<A>> {

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
    private final Deadlines deadlines;
    private final EffectWatch effect;
    private final CallMoney<I, A> money;
    private @Nullable Charge handled;
    private boolean timeIsUp;
    private boolean begun;
    private boolean recording;
    private boolean nothingWritten;

    /**
     * A call that has not begun.
     *
     * @param listener is told the result, once
     */
    CallExecution(Services services, Invocation<I, A> invocation, CallFacts facts, Consumer<CallResult<A>> listener) {
        super(listener);
        this.services = services;
        this.invocation = invocation;
        this.facts = facts;
        this.deadlines = services.deadlines().of(invocation.context().arrival(), invocation.operation());
        this.effect = new EffectWatch(invocation.context());
        this.money = new CallMoney<>(services.metering(), invocation);
    }

    void start() {
        step(CallExecution::begin, this);
    }

    private void begin() {
        deadlines.join(this, invocation.context().arrival().startedNanos());
        if (!invocation.changes() || invocation.conditions().idempotencyKey() == null) {
            size();
            return;
        }
        var tooMany = money.replayRefusal();
        if (tooMany != null) {
            end(Outcome.refused(tooMany));
            return;
        }
        then(services.work().<A>replay(call(nothing())), earlier -> earlier.ifPresentOrElse(this::known, this::size));
    }

    /** A key that was used, for this input or for another. */
    private void known(Outcome<A> outcome) {
        if (outcome instanceof Outcome.Refused<A>) {
            money.lookedUp();
        }
        finish(nothing(), outcome);
    }

    @Override
    protected void timeUp() {
        timeIsUp = true;
        effect.end();
        nothingWritten |= begun && effect.unsent();
        answer(result(Outcome.refused(new Refusal.DeadlineExceeded(effectUnknown()))));
    }

    private void size() {
        if (abandoned() || !money.needsSize()) {
            hold();
            return;
        }
        var tooMany = money.replayRefusal();
        if (tooMany != null) {
            end(Outcome.refused(tooMany));
            return;
        }
        then(services.handlers().size(call(nothing())), this::sized);
    }

    private void sized(Outcome<CallSize> outcome) {
        switch (outcome) {
            case Outcome.Done<CallSize>(var size) -> {
                money.sized(size);
                hold();
            }
            case Outcome.Refused<CallSize>(var refusal) -> {
                money.lookedUp();
                end(Outcome.refused(refusal));
            }
            case Outcome.Replayed<CallSize> _ ->
                throw new IllegalStateException("a size is no replay: " + invocation.operation());
        }
    }

    private void hold() {
        if (abandoned()) {
            late();
        } else if (money.quote().mostMicros() == 0) {
            handle(nothing());
        } else {
            then(money.hold(), this::decided);
        }
    }

    private void decided(HoldDecision decision) {
        switch (decision) {
            case HoldDecision.Admitted admitted -> handle(money.admitted(admitted));
            case HoldDecision.Refused refused -> {
                money.refused(refused);
                end(Outcome.refused(refused.refusal()));
            }
        }
    }

    private void handle(Charge charge) {
        if (abandoned()) {
            money.release(charge, charge.micros());
            late();
            return;
        }
        handled = charge;
        begun = true;
        then(services.handlers().<I, A>answer(invocation.context(), call(charge)), outcome -> {
            handled = null;
            finish(charge, outcome);
        });
    }

    private void finish(Charge charge, Outcome<A> outcome) {
        switch (outcome) {
            case Outcome.Refused<A> _ -> {
                money.release(charge, charge.micros());
                end(outcome);
            }
            case Outcome.Replayed<A> replayed -> {
                money.release(charge, charge.micros());
                money.replayed(replayed.data().length());
                record(nothing(), outcome);
            }
            case Outcome.Done<A>(var answer) ->
                done(charge, outcome, money.quote().used(charge, answer));
        }
    }

    private void done(Charge charge, Outcome<A> outcome, Charge used) {
        if (invocation.changes()) {
            // The write gave its unused rest back itself, right behind its commit.
            money.spare(charge.micros() - used.micros());
            end(outcome);
        } else if (timeIsUp && !(invocation.face().meter() instanceof Meter.Sized<?, ?>)) {
            // What a sized read issues is kept and given again, so that one counts also after its deadline.
            money.release(charge, charge.micros());
            late();
        } else {
            money.release(charge, charge.micros() - used.micros());
            record(used, outcome);
        }
    }

    /** Makes the usage of what no transaction has recorded durable before the answer leaves. */
    private void record(Charge used, Outcome<A> outcome) {
        recording = true;
        var answer = outcome instanceof Outcome.Done<A>(var value) ? value : null;
        services.usage().record(invocation.operation(), facts, used, answer).onComplete((_, failure) -> {
            if (failure == null) {
                step(this::end, outcome);
            } else if (failure instanceof Failure known && !known.effectUnknown()) {
                step(cause -> unrecorded(used, cause), failure);
            } else {
                failed(failure);
            }
        });
    }

    /** Gives the price back; the module takes back what it issued for the price of a size. */
    private void unrecorded(Charge used, Throwable failure) {
        money.release(used, used.micros());
        if (invocation.face().meter() instanceof Meter.Sized<I, A>(String dimension, var _)
                && used.dimension().equals(dimension)) {
            services.handlers().released(call(used)).onComplete((_, _) -> failed(failure));
        } else {
            failed(failure);
        }
    }

    @Override
    void failed(Throwable cause) {
        var charge = handled;
        // A read has recorded nothing yet, whatever it failed of.
        if (charge != null && (!invocation.changes() || effect.disprovenBy(cause))) {
            effect.end();
            nothingWritten = true;
            money.release(charge, charge.micros());
        }
        end(broken(cause));
    }

    private void late() {
        end(Outcome.refused(new Refusal.DeadlineExceeded(false)));
    }

    private void end(Outcome<A> outcome) {
        handled = null;
        deadlines.leave(this);
        answer(result(outcome));
    }

    private Outcome<A> broken(Throwable cause) {
        services.recorder().broke(invocation.context().arrival(), invocation.operation(), cause);
        return Outcome.refused(
                cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(effectUnknown()));
    }

    /** Whether the caller has gone or the deadline has passed: a call that has not begun does not, free of charge. */
    private boolean abandoned() {
        return timeIsUp || invocation.context().listener().gone();
    }

    private boolean effectUnknown() {
        return recording || (begun && invocation.changes() && !nothingWritten);
    }

    private CallResult<A> result(Outcome<A> outcome) {
        return invocation.result(outcome, money.metered());
    }

    private Charge nothing() {
        return money.quote().nothing();
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
                money.quote());
    }
}
