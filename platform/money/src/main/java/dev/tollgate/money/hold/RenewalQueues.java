package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.CopyRenewal;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accounts of one loop whose copies are being renewed, and who waits for them. */
final class RenewalQueues {

    private static final Logger LOGGER = LoggerFactory.getLogger(RenewalQueues.class);

    private final Map<TenantId, RenewalQueue> queues = new HashMap<>();
    private final CopyRenewal renewal;
    private final Consumer<PendingHold> again;

    /** A call passed to {@code again} is sent to Redis again. */
    RenewalQueues(CopyRenewal renewal, Consumer<PendingHold> again) {
        this.renewal = renewal;
        this.again = again;
    }

    /** Whether the copy of the account is being renewed. */
    boolean renews(TenantId tenant) {
        return !queues.isEmpty() && queues.containsKey(tenant);
    }

    /** Whether the call waits here instead of asking: the copy of its account is known to be outdated. */
    boolean takes(PendingHold pending) {
        RenewalQueue queue = queues.get(pending.request().tenant());
        if (queue != null) {
            enter(queue, pending);
        }
        return queue != null;
    }

    /** A call found the copy outdated. */
    void stale(PendingHold pending, CopyRenewal.Need need, Instant redisNow) {
        TenantId tenant = pending.request().tenant();
        boolean lost = need instanceof CopyRenewal.Need.Lost;
        RenewalQueue queue = queues.computeIfAbsent(tenant, _ -> queue(lost));
        queue.probed(pending);
        enter(queue, pending);
        if (!queue.renewing()) {
            Future<Void> running = renew(tenant, need, redisNow);
            queue.renewal(running);
            // What has ended at once has renewed nothing, and a rebuild has only begun: the next try is the tick's.
            if (!lost && !running.isComplete()) {
                running.onSuccess(_ -> {
                    queue.probeSoon();
                    if (queue.equals(queues.get(tenant))) {
                        probe(queue, System.nanoTime());
                    }
                });
            }
        }
    }

    private static RenewalQueue queue(boolean lost) {
        RenewalQueue queue = new RenewalQueue();
        if (lost) {
            queue.probeLater(System.nanoTime());
        }
        return queue;
    }

    /** A call found the copy sound: everyone else may ask. */
    void sound(TenantId tenant) {
        renewal.sound(tenant);
        RenewalQueue queue = queues.isEmpty() ? null : queues.remove(tenant);
        if (queue != null) {
            queue.all().forEach(again);
        }
    }

    /** A call will not be answered any more: if it was trying a copy, another may. */
    void left(PendingHold pending) {
        RenewalQueue queue = queues.get(pending.request().tenant());
        if (queue != null) {
            queue.probed(pending);
        }
    }

    /** A call found holds, in this bucket first, that will never be charged. */
    void aged(TenantId tenant, long bucket, Instant redisNow) {
        var _ = renew(tenant, new CopyRenewal.Need.Aged(bucket), redisNow);
    }

    /** Lets one call of each queue try, and those go whose time is up. Whether anybody still waits. */
    boolean tick(long nowNanos) {
        for (RenewalQueue queue : List.copyOf(queues.values())) {
            probe(queue, nowNanos);
            queue.leave(nowNanos);
        }
        queues.values().removeIf(RenewalQueue::empty);
        return !queues.isEmpty();
    }

    private void enter(RenewalQueue queue, PendingHold pending) {
        if (!queue.enter(pending, System.nanoTime())) {
            pending.fail(
                    "too many calls are waiting for an account copy",
                    VertxException.noStackTrace("renewal queue full"));
        }
    }

    private void probe(RenewalQueue queue, long nowNanos) {
        PendingHold next = queue.probe(nowNanos);
        if (next != null) {
            again.accept(next);
        }
    }

    private Future<Void> renew(TenantId tenant, CopyRenewal.Need need, Instant redisNow) {
        return renewal.renew(tenant, need, redisNow)
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("tenant", tenant)
                        .addKeyValue("need", need)
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to renew account copy"));
    }
}
