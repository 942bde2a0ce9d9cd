package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.repeat.LoopTimer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds that wait for one Redis server, or for one slot of a cluster. One function call is on its way; calls that
 * arrive meanwhile make the next, in which equal ones are one entry. For one event loop.
 */
final class HoldLane {

    private static final Logger LOGGER = LoggerFactory.getLogger(HoldLane.class);

    private final Vertx vertx;
    private final ContextInternal loop;
    private final HoldFunctions functions;
    private final Releases releases;
    private final HoldLeases leases;
    private final RenewalQueues queues;
    private final BudgetRenewals budgets;
    private final HoldQueue queue = new HoldQueue();
    private final HoldPace pace = new HoldPace();
    private final HoldPatience patience = new HoldPatience();
    private final DeadlineTick tick = new DeadlineTick();

    /** The calls on their way; null while Redis is asked nothing. */
    private @Nullable HoldBatch sent;

    /** The answer to the last batch. */
    private Future<Response> lastAnswer = Future.succeededFuture();

    private boolean flushing;
    private boolean pausing;
    private long asked;
    private long entries;
    private long batches;

    /** @param loop the context that it works on, whichever context makes it */
    HoldLane(Vertx vertx, Context loop, RedisFunctions functions, CopyRenewal renewal) {
        this.vertx = vertx;
        this.loop = (ContextInternal) loop;
        this.functions = new HoldFunctions(functions);
        this.releases = new Releases(functions);
        this.queues = new RenewalQueues(renewal, this::enqueue);
        this.leases = new HoldLeases(releases::add, queues::renews);
        this.budgets = new BudgetRenewals(renewal, this::enqueue);
    }

    Future<HoldDecision> hold(HoldRequest request) {
        long now = System.nanoTime();
        HoldDecision leased = leases.take(request, now);
        if (leased != null) {
            asked++;
            return Future.succeededFuture(leased);
        }
        PendingHold pending = new PendingHold(request, now, patience.of(now));
        if (queues.takes(pending)) {
            tickSoon();
        } else {
            enqueue(pending);
        }
        return pending.future();
    }

    void onExhausted(BiConsumer<BudgetKey, Refusal.BudgetExhausted> listener) {
        budgets.onExhausted(listener);
    }

    void release(Release release) {
        releases.add(release);
    }

    /** Gives back what it holds for calls that did not come. Completes when Redis has answered. */
    Future<Void> close() {
        leases.close();
        return lastAnswer.transform(_ -> releases.answered());
    }

    long asked() {
        return asked;
    }

    long entries() {
        return entries;
    }

    long batches() {
        return batches;
    }

    private void enqueue(PendingHold pending) {
        queue.add(pending);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushing && sent == null) {
            flushing = true;
            loop.runOnContext(_ -> {
                flushing = false;
                flush();
            });
        }
        tickSoon();
    }

    private void flush() {
        while (sent == null && !queue.isEmpty() && !pausing) {
            long now = System.nanoTime();
            var _ = extendDeadline(now);
            long wait = pace.waitNanos(now);
            if (wait > 0) {
                pause(wait);
                return;
            }
            HoldBatch batch = queue.next(now, pending -> leased(pending, now), this::left);
            if (batch.calls() > 0) {
                pace.sent(batch.calls(), now);
                send(batch, now);
            }
        }
    }

    /** A call that came while a batch was out may find a lease that the batch has brought. */
    private boolean leased(PendingHold pending, long now) {
        HoldDecision leased = leases.take(pending.request(), now);
        if (leased == null) {
            return false;
        }
        asked++;
        return pending.answered(leased);
    }

    private void pause(long nanos) {
        pausing = true;
        LoopTimer.after(loop, nanos, () -> {
            pausing = false;
            flush();
        });
    }

    private void send(HoldBatch batch, long now) {
        List<HoldEntry> equal = batch.entries(leases, now);
        sent = batch;
        batches++;
        entries += equal.size();
        asked += batch.calls();
        patience.asked(now);
        lastAnswer = Future.succeededFuture().compose(_ -> functions.hold(equal));
        lastAnswer.onComplete((response, failure) -> ended(batch, response, failure));
    }

    /** The next batch is sent, whatever becomes of this one. */
    private void ended(HoldBatch batch, Response response, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                patience.answered();
                read(batch, response);
            } else {
                patience.failed();
                batch.forEach(pending -> broken(pending, failure));
            }
        } finally {
            sent = null;
            flush();
        }
    }

    /** Whatever the reply is, no call of the batch stays without an answer. */
    private void read(HoldBatch batch, Response response) {
        try {
            for (int error = 1; error < response.size(); error++) {
                LOGGER.atError()
                        .addKeyValue("error", response.get(error).toString())
                        .log("hold failed in Redis");
            }
            batch.answer(response.get(0).toBuffer(), leases, this::answer);
        } catch (RuntimeException malformed) {
            LOGGER.atError().setCause(malformed).log("failed to read the reply of hold");
            batch.forEach(pending -> broken(pending, malformed));
        }
    }

    private void answer(PendingHold pending, HoldReply answer) {
        TenantId tenant = pending.request().tenant();
        CopyRenewal.Need need = answer.need();
        if (need != null) {
            budgets.left(pending);
            queues.stale(pending, need, answer.redisNow());
            tickSoon();
            return;
        }
        if (budgets.takes(pending, answer)) {
            queues.sound(tenant);
            tickSoon();
            return;
        }
        HoldDecision decision = answer.verdict(pending.request());
        if (decision == null) {
            broken(pending, VertxException.noStackTrace("code " + answer.code()));
            return;
        }
        if (!pending.answered(decision) && answer.admitted()) {
            var request = pending.request();
            releases.add(new Release(tenant, answer.hold(request), request.costMicros()));
        }
        if (answer.aged() != 0 && answer.admitted()) {
            queues.aged(tenant, answer.aged(), answer.redisNow());
        }
        queues.sound(tenant);
        budgets.answered(pending.request(), decision, answer);
    }

    private void broken(PendingHold pending, Throwable cause) {
        pending.fail("Redis returned no result", cause);
        left(pending);
    }

    private void left(PendingHold pending) {
        queues.left(pending);
        budgets.left(pending);
    }

    private void tickSoon() {
        if (tick.begins(System.nanoTime())) {
            vertx.setTimer(DeadlineTick.INTERVAL_MS, _ -> loop.runOnContext(_ -> tick()));
        }
    }

    /** Tells those whose time is up, and lets another call try each copy that is being renewed. */
    private void tick() {
        long now = System.nanoTime();
        boolean heldUp = extendDeadline(now);
        tick.ended(heldUp);
        if (heldUp) {
            tickSoon();
            return;
        }
        for (PendingHold pending : queue.over(now)) {
            left(pending);
            pending.expire(now);
        }
        if (sent != null) {
            sent.forEach(pending -> pending.expire(now));
        }
        boolean renewing = queues.tick(now);
        boolean renewingBudgets = budgets.tick(now);
        boolean leasing = leases.tick(now);
        if (renewing || renewingBudgets || leasing || !queue.isEmpty() || sent != null) {
            tickSoon();
        }
    }

    /** Gives those who wait the time back in which this loop was held up; says whether it was. */
    private boolean extendDeadline(long now) {
        long stalled = tick.stalledNanos(now);
        if (stalled == 0) {
            return false;
        }
        patience.extend(stalled);
        queue.extendDeadlines(stalled);
        if (sent != null) {
            sent.forEach(pending -> pending.extendDeadline(stalled));
        }
        return true;
    }
}
