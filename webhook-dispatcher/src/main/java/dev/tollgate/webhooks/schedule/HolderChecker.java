package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.LostAccess;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the holders of endpoints, a batch of workspaces at a time. A failed batch goes to the end of the queue and is
 * split in half; a single workspace that fails waits for its next round. Used on one event loop.
 */
final class HolderChecker {

    /** Workspaces of one batch. */
    static final int ROUND_MAX = 100;

    /** Workspaces that wait; what finds no room is found by a round. */
    private static final int WANTED_MAX = 10_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(HolderChecker.class);

    private final Vertx vertx;
    private final LostAccess access;
    private final EndpointQueues queues;
    private final Subscriptions subscriptions;
    private final Set<UUID> wanted = new LinkedHashSet<>();
    private final Backoff backoff = new Backoff();
    private int batch = ROUND_MAX;
    private boolean running;
    private boolean closed;

    HolderChecker(Vertx vertx, LostAccess access, EndpointQueues queues, Subscriptions subscriptions) {
        this.vertx = vertx;
        this.access = access;
        this.queues = queues;
        this.subscriptions = subscriptions;
    }

    /** The endpoints of this workspace are to be judged. */
    void enqueue(UUID workspace) {
        if (wanted.size() < WANTED_MAX) {
            wanted.add(workspace);
        }
        if (!running) {
            running = true;
            vertx.runOnContext(_ -> judge());
        }
    }

    void close() {
        closed = true;
    }

    private void judge() {
        if (wanted.isEmpty() || closed) {
            running = false;
            return;
        }
        Set<UUID> workspaces = wanted.stream().limit(batch).collect(Collectors.toUnmodifiableSet());
        wanted.removeAll(workspaces);
        access.pause(workspaces)
                .onSuccess(this::paused)
                .onFailure(cause -> failed(workspaces, cause))
                .onComplete(judged -> {
                    if (judged.succeeded()) {
                        judge();
                    } else {
                        vertx.setTimer(backoff.nextMs(), _ -> judge());
                    }
                });
    }

    private void paused(List<LostAccess.Paused> paused) {
        backoff.reset();
        batch = Math.min(2 * batch, ROUND_MAX);
        for (var one : paused) {
            subscriptions.forget(one.workspace());
            queues.hold(one.endpoint(), line -> line.stopped = true);
        }
    }

    private void failed(Set<UUID> workspaces, Throwable cause) {
        boolean alone = workspaces.size() == 1;
        batch = Math.max(1, workspaces.size() / 2);
        if (!alone) {
            wanted.addAll(workspaces);
        }
        LOGGER.atWarn()
                .addKeyValue("workspaces", workspaces.size())
                .addKeyValue("workspace", workspaces.iterator().next())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log(
                        alone
                                ? "failed to check webhook holders of workspace, will retry"
                                : "failed to check webhook holders, will retry in smaller batches");
    }
}
