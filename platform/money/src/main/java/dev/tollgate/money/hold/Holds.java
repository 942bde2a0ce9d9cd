package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one gate with an effect: rate, pause, cap, balance and budget of a call, decided in Redis. For one event loop,
 * and used on it only.
 *
 * <p>One function call is on its way, on a cluster one of each slot; calls that arrive meanwhile make the next, in
 * which equal ones are one entry. Without an answer in 50 ms the call fails as unavailable: nothing is charged. A
 * verdict that comes after its caller left is released; what a broken connection leaves unknown stays held until its
 * bucket closes.
 */
public final class Holds {

    /** Maximum time that a caller waits for Redis. */
    public static final Duration ANSWER_TIMEOUT = Duration.ofMillis(50);

    /** Maximum time that a caller waits if the account's copy must be renewed first. */
    public static final Duration RENEWAL_TIMEOUT = Duration.ofMillis(250);

    /** The most calls of one loop that wait for a verdict. */
    public static final int WAITING_MAX = 8_192;

    private static final Logger LOGGER = LoggerFactory.getLogger(Holds.class);
    private static final int BATCHES_MAX = 1;
    private static final long TICK_MS = 5;
    private static final long TICK_NANOS = Duration.ofMillis(TICK_MS).toNanos();

    /**
     * A loop that was itself held up longer than this, by a collection say, reads what has come meanwhile before it
     * blames Redis, and does not count the time it did not run.
     */
    private static final long STALL_NANOS = Duration.ofMillis(10).toNanos();

    /** On a cluster all calls go by them. */
    private final @Nullable HoldLanes lanes;

    private final Vertx vertx;
    private final ContextInternal loop;
    private final RedisFunctions functions;
    private final Releases releases;
    private final RenewalQueues queues;
    private final BudgetRenewals budgets;
    private final ArrayDeque<PendingHold> queue = new ArrayDeque<>();
    /** Calls on their way, by function call. */
    private final List<HoldBatch> sent = new ArrayList<>(BATCHES_MAX);

    private final HoldPace pace = new HoldPace();

    private boolean flushing;
    private boolean pausing;
    private boolean ticking;
    private boolean excused;
    private long tickDueNanos;
    private long asked;
    private long entries;
    private long batches;

    /** For the calling event loop. */
    public Holds(Vertx vertx, RedisFunctions functions, CopyRenewal renewal) {
        this(vertx, vertx.getOrCreateContext(), functions, renewal, lanes(vertx, functions, renewal));
    }

    private Holds(Vertx vertx, Context loop, RedisFunctions functions, CopyRenewal renewal, @Nullable HoldLanes lanes) {
        this.lanes = lanes;
        this.vertx = vertx;
        this.loop = (ContextInternal) loop;
        this.functions = functions;
        this.releases = new Releases(functions);
        this.queues = new RenewalQueues(renewal, this::enqueue);
        this.budgets = new BudgetRenewals(renewal, this::enqueue);
    }

    /** A lane is made by a call, but on the context of the loop. */
    private static @Nullable HoldLanes lanes(Vertx vertx, RedisFunctions functions, CopyRenewal renewal) {
        Context loop = vertx.getOrCreateContext();
        return functions.cluster() ? new HoldLanes(() -> new Holds(vertx, loop, functions, renewal, null)) : null;
    }

    /**
     * Asks for a hold. A refusal is a {@link HoldDecision.Refused}; the future fails with {@link Failure.Unavailable}
     * when no verdict came, and then nothing will be charged.
     */
    public Future<HoldDecision> hold(HoldRequest request) {
        if (lanes != null) {
            return lanes.hold(request);
        }
        PendingHold pending = new PendingHold(request, System.nanoTime());
        if (queues.takes(pending)) {
            tickSoon();
        } else if (queue.size() >= WAITING_MAX) {
            pending.fail("too many calls are waiting for Redis", VertxException.noStackTrace("queue full"));
        } else {
            enqueue(pending);
        }
        return pending.future();
    }

    /** Sets the listener for calls that a budget refused. Default: none. */
    public void onExhausted(BiConsumer<BudgetKey, Refusal.BudgetExhausted> listener) {
        if (lanes != null) {
            lanes.onExhausted(listener);
        }
        budgets.onExhausted(listener);
    }

    /** Gives back what is proven not to be charged. May be lost: then it stays held until its bucket closes. */
    public void release(TenantId tenant, Charge.Hold hold, long micros) {
        Releases own = lanes == null ? releases : lanes.of(tenant).releases;
        own.add(new Release(tenant, hold, micros));
    }

    /** Calls that wait for a verdict now. */
    public int waiting() {
        return lanes == null
                ? queue.size() + sent.stream().mapToInt(HoldBatch::calls).sum()
                : lanes.waiting();
    }

    /** Holds requested from Redis since the start. */
    public long asked() {
        return lanes == null ? asked : lanes.sum(Holds::asked);
    }

    /** The entries they made: equal holds of one function call are one. */
    public long entries() {
        return lanes == null ? entries : lanes.sum(Holds::entries);
    }

    /** The function calls that carried them. */
    public long batches() {
        return lanes == null ? batches : lanes.sum(Holds::batches);
    }

    private void enqueue(PendingHold pending) {
        queue.add(pending);
        flushSoon();
    }

    private void flushSoon() {
        if (!flushing && sent.size() < BATCHES_MAX) {
            flushing = true;
            loop.runOnContext(_ -> {
                flushing = false;
                flush();
            });
        }
        tickSoon();
    }

    private void flush() {
        while (sent.size() < BATCHES_MAX && !queue.isEmpty() && !pausing) {
            long now = System.nanoTime();
            var _ = extendDeadline(now);
            long wait = pace.waitNanos(now);
            if (wait > 0) {
                pause(wait);
                return;
            }
            HoldBatch batch = new HoldBatch();
            while (batch.hasRoom() && !queue.isEmpty()) {
                PendingHold pending = queue.poll();
                if (pending.waits(now)) {
                    batch.add(pending);
                } else {
                    left(pending);
                }
            }
            if (batch.calls() > 0) {
                pace.sent(batch.calls(), now);
                send(batch);
            }
        }
    }

    private void pause(long nanos) {
        pausing = true;
        var _ = loop.nettyEventLoop()
                .schedule(
                        () -> loop.emit(_ -> {
                            pausing = false;
                            flush();
                        }),
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void send(HoldBatch batch) {
        List<HoldEntry> equal = batch.entries();
        sent.add(batch);
        batches++;
        entries += equal.size();
        asked += batch.calls();
        functions
                .hold(equal)
                .onSuccess(response -> read(batch, response))
                .onFailure(cause -> batch.forEach(pending -> broken(pending, cause)))
                .onComplete(_ -> {
                    sent.remove(batch);
                    flush();
                });
    }

    private void read(HoldBatch batch, Response response) {
        for (int error = 1; error < response.size(); error++) {
            LOGGER.atError()
                    .addKeyValue("error", response.get(error).toString())
                    .log("hold failed in Redis");
        }
        batch.answer(response.get(0).toBuffer(), this::answer);
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
            release(tenant, answer.hold(pending.request()), pending.request().costMicros());
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
        if (!ticking) {
            ticking = true;
            tickDueNanos = System.nanoTime() + TICK_NANOS;
            vertx.setTimer(TICK_MS, _ -> loop.runOnContext(_ -> tick()));
        }
    }

    /** Tells those whose time is up, and lets another call try each copy that is being renewed. */
    private void tick() {
        long now = System.nanoTime();
        boolean heldUp = extendDeadline(now);
        ticking = false;
        if (heldUp) {
            tickSoon();
            return;
        }
        excused = false;
        for (PendingHold pending = queue.peek(); pending != null && pending.over(now); pending = queue.peek()) {
            left(queue.remove());
            pending.expire(now);
        }
        List.copyOf(sent).forEach(batch -> batch.forEach(pending -> pending.expire(now)));
        boolean renewing = queues.tick(now);
        boolean renewingBudgets = budgets.tick(now);
        if (renewing || renewingBudgets || !queue.isEmpty() || !sent.isEmpty()) {
            tickSoon();
        }
    }

    /** Gives those who wait the time back in which this loop was held up; where it is so at every tick, every other. */
    private boolean extendDeadline(long now) {
        long stalled = now - tickDueNanos;
        if (!ticking || excused || stalled <= STALL_NANOS) {
            return false;
        }
        excused = true;
        tickDueNanos = now;
        queue.forEach(pending -> pending.extendDeadline(stalled));
        sent.forEach(batch -> batch.forEach(pending -> pending.extendDeadline(stalled)));
        return true;
    }
}
