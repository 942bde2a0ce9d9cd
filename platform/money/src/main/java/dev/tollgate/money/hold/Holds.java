package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.redis.HashSlot;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The one gate with an effect: rate, pause, cap, balance and budget of a call, decided in Redis. For one event loop,
 * and used on it only.
 *
 * <p>Without an answer in {@link #ANSWER_TIMEOUT} the call fails as unavailable: nothing is charged. A verdict that
 * comes after its caller left is released; what a broken connection leaves unknown stays held until its bucket closes.
 *
 * <p>On a cluster each slot has a lane of its own: a function call carries keys of one slot only, and a master that
 * does not answer keeps no account of another one waiting.
 */
public final class Holds {

    /** Maximum time that a caller waits for Redis, its turn included. */
    public static final Duration ANSWER_TIMEOUT = Duration.ofMillis(250);

    /** The same while Redis is known not to answer. */
    public static final Duration AWAY_TIMEOUT = Duration.ofMillis(50);

    /** Maximum time that a caller waits if the account's copy must be renewed first. */
    public static final Duration RENEWAL_TIMEOUT = Duration.ofMillis(250);

    /** Maximum time that {@link #close} takes. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    /** The most calls of one loop that wait for a verdict, for Redis or for a copy. */
    public static final int WAITING_MAX = 8_192;

    /** That of the one server; null on a cluster. */
    private final @Nullable HoldLane only;

    private final ContextInternal loop;
    private final Supplier<HoldLane> opened;
    private final Map<Integer, HoldLane> lanes = new HashMap<>();
    private BiConsumer<BudgetKey, Refusal.BudgetExhausted> exhausted = (_, _) -> {};

    /** In all lanes. */
    private int waiting;

    /** For the calling event loop. */
    public Holds(Vertx vertx, RedisFunctions functions, CopyRenewal renewal) {
        // a lane is made by a call, but on the context of the loop
        this.loop = (ContextInternal) vertx.getOrCreateContext();
        this.opened = () -> new HoldLane(vertx, loop, functions, renewal);
        this.only = functions.cluster() ? null : opened.get();
    }

    /**
     * Asks for a hold. A refusal is a {@link HoldDecision.Refused}; the future fails with {@link Failure.Unavailable}
     * when no verdict came, and then nothing will be charged.
     */
    public Future<HoldDecision> hold(HoldRequest request) {
        if (waiting >= WAITING_MAX) {
            return Future.failedFuture(Failure.Unavailable.before(
                    "too many calls are waiting for Redis", VertxException.noStackTrace("queue full")));
        }
        waiting++;
        return lane(request.tenant()).hold(request).onComplete(_ -> waiting--);
    }

    /** Sets the listener for calls that a budget refused. Default: none. */
    public void onExhausted(BiConsumer<BudgetKey, Refusal.BudgetExhausted> listener) {
        exhausted = listener;
        if (only != null) {
            only.onExhausted(listener);
        }
    }

    /** Gives back what is proven not to be charged. May be lost: then it stays held until its bucket closes. */
    public void release(TenantId tenant, Charge.Hold hold, long micros) {
        lane(tenant).release(new Release(tenant, hold, micros));
    }

    /**
     * Gives back what is held for calls that did not come, once no call is asked for any more. Never fails: what Redis
     * has not taken back in {@link #CLOSE_TIMEOUT} stays held until its bucket closes. From any thread.
     */
    public Future<Void> close() {
        return loop.succeededFuture()
                .compose(_ -> Future.join(lanes().stream().map(HoldLane::close).toList()))
                .timeout(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Calls that wait for a verdict now: for their turn, for Redis, or for a copy that is being renewed. */
    public int waiting() {
        return waiting;
    }

    /** Holds requested from Redis since the start. */
    public long asked() {
        return sum(HoldLane::asked);
    }

    /** The entries they made: equal holds of one function call are one. */
    public long entries() {
        return sum(HoldLane::entries);
    }

    /** The function calls that carried them. */
    public long batches() {
        return sum(HoldLane::batches);
    }

    private HoldLane lane(TenantId tenant) {
        return only == null ? lanes.computeIfAbsent(HashSlot.of(tenant), _ -> laneOfSlot()) : only;
    }

    private HoldLane laneOfSlot() {
        HoldLane lane = opened.get();
        lane.onExhausted((budget, refusal) -> exhausted.accept(budget, refusal));
        return lane;
    }

    private long sum(ToLongFunction<HoldLane> figure) {
        return lanes().stream().mapToLong(figure).sum();
    }

    private Collection<HoldLane> lanes() {
        return only == null ? lanes.values() : List.of(only);
    }
}
