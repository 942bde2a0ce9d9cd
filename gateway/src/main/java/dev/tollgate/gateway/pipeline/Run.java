package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.hold.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call behind the gates: replay → hold → handler → usage → ending. Answers once, at its end or at its deadline,
 * whichever comes first, and settles what it held in either case.
 *
 * <p>Invariant: what is held is given back when, and only when, no usage event can exist: the handler refused, failed
 * with proof, or replayed, or was never called; of a read also where it failed in any way, or nobody waits for it.
 */
final class Run<I, A> extends Deadlines.Watched {

    private final Dispatch dispatch;
    private final Order<I, A> order;
    private final CallFacts facts;
    private final Quote<A> quote;
    private final Promise<Ending<A>> ending = Promise.promise();
    private boolean timeIsUp;
    private boolean begun;
    private boolean telling;
    private Ending.@Nullable Metered metered;

    Run(Dispatch dispatch, Order<I, A> order, Quote<A> quote) {
        this.dispatch = dispatch;
        this.order = order;
        this.quote = quote;
        this.facts = order.visit().facts(order.operation(), dispatch.digest(order));
    }

    /** Runs; the future never fails. */
    Future<Ending<A>> start() {
        var deadlines = dispatch.deadlines(order.visit().arrival().surface());
        deadlines.join(this, order.visit().arrival().startedNanos());
        replayed().onComplete(last -> {
            deadlines.leave(this);
            ending.tryComplete(last.succeeded() ? last.result() : broken(last.cause()));
        });
        return ending.future();
    }

    @Override
    protected void timeUp() {
        timeIsUp = true;
        ending.tryComplete(ended(Outcome.refused(new Refusal.DeadlineExceeded(effectUnknown()))));
    }

    private Future<Ending<A>> replayed() {
        if (!order.changes() || order.conditions().idempotencyKey() == null) {
            return held();
        }
        return dispatch.<A>replay(call(quote.nothing()))
                .compose(earlier -> earlier.isPresent() ? finished(quote.nothing(), earlier.get()) : held());
    }

    private Future<Ending<A>> held() {
        if (abandoned()) {
            return Future.succeededFuture(ended(Outcome.refused(new Refusal.DeadlineExceeded(false))));
        }
        long micros = quote.mostMicros();
        if (micros == 0) {
            return answered(quote.nothing());
        }
        return dispatch.till().hold(order.visit(), payer(), micros).compose(verdict -> switch (verdict) {
            case Verdict.Admitted(var hold, var balanceMicros, var rate) -> {
                metered = new Ending.Metered(micros, balanceMicros, rate);
                yield answered(quote.held(hold));
            }
            case Verdict.Refused(var refusal, var balanceMicros, var rate) -> {
                metered = new Ending.Metered(0, balanceMicros, rate);
                yield Future.succeededFuture(ended(Outcome.refused(refusal)));
            }
        });
    }

    private Future<Ending<A>> answered(Charge charge) {
        if (abandoned()) {
            release(charge, charge.micros());
            return Future.succeededFuture(ended(Outcome.refused(new Refusal.DeadlineExceeded(false))));
        }
        begun = true;
        return dispatch.<I, A>answer(order.visit(), call(charge))
                .onFailure(failure -> {
                    // A read has recorded nothing yet, whatever it failed of.
                    if (!order.changes() || (failure instanceof Failure known && !known.effectUnknown())) {
                        release(charge, charge.micros());
                    }
                })
                .compose(outcome -> finished(charge, outcome));
    }

    private Future<Ending<A>> finished(Charge charge, Outcome<A> outcome) {
        return switch (outcome) {
            case Outcome.Refused<A> _ -> {
                release(charge, charge.micros());
                yield Future.succeededFuture(ended(outcome));
            }
            case Outcome.Replayed<A> _ -> {
                release(charge, charge.micros());
                yield told(quote.nothing(), outcome);
            }
            case Outcome.Done<A>(var answer) -> {
                var used = quote.used(charge, answer);
                if (order.changes()) {
                    // The write gave its unused rest back itself, right behind its commit.
                    spare(charge.micros() - used.micros());
                    yield Future.succeededFuture(ended(outcome));
                }
                boolean unheard = abandoned();
                release(charge, unheard ? charge.micros() : charge.micros() - used.micros());
                yield unheard
                        ? Future.succeededFuture(ended(Outcome.refused(new Refusal.DeadlineExceeded(false))))
                        : told(used, outcome);
            }
        };
    }

    /** Makes the usage of what no transaction has recorded durable before the answer leaves. */
    private Future<Ending<A>> told(Charge used, Outcome<A> outcome) {
        telling = true;
        return dispatch.tell(facts, used, outcome)
                .onFailure(failure -> {
                    if (failure instanceof Failure known && !known.effectUnknown()) {
                        release(used, used.micros());
                    }
                })
                .map(_ -> ended(outcome));
    }

    private void release(Charge charge, long micros) {
        var hold = charge.hold();
        if (hold == null || micros == 0) {
            return;
        }
        dispatch.till().release(payer(), hold, micros);
        spare(micros);
    }

    private void spare(long micros) {
        if (metered != null) {
            metered = metered.releasing(micros);
        }
    }

    private Ending<A> broken(Throwable cause) {
        dispatch.broke(order.visit().arrival(), order.operation(), cause);
        var refusal = cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(effectUnknown());
        return ended(Outcome.refused(refusal));
    }

    /** Nobody waits any more: what has had no effect yet need not go on, and costs nothing. */
    private boolean abandoned() {
        return timeIsUp || order.visit().watcher().gone();
    }

    private boolean effectUnknown() {
        return telling || (begun && order.changes());
    }

    private Ending<A> ended(Outcome<A> outcome) {
        return order.ending(outcome, metered == null && order.visit().tenant() != null ? Ending.Metered.FREE : metered);
    }

    private Call<I> call(Charge charge) {
        return new Call<>(
                order.operation(),
                order.visit().caller(),
                order.input(),
                order.conditions(),
                facts,
                charge,
                dispatch.deadline(order.visit().arrival()),
                order.visit().watcher());
    }

    private TenantId payer() {
        return Objects.requireNonNull(order.visit().tenant(), "a priced call has a tenant");
    }
}
