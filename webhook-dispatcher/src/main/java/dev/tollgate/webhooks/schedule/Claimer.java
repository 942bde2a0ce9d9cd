package dev.tollgate.webhooks.schedule;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims periodically: immediately after a full claim, every 10 ms while something is due, then with backoff to once a
 * second; immediately when notified. Used on one event loop.
 */
final class Claimer {

    static final long BUSY_MS = 10;
    static final long IDLE_MS = 1_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(Claimer.class);

    private final Vertx vertx;
    private final DeliveryClaims claims;
    private final EndpointQueues queues;
    private long pauseMs = IDLE_MS;
    private long timer = -1;
    private long timerDueNanos;
    private boolean running;
    private boolean again;
    private boolean stopped;
    private @Nullable Promise<Void> ended;

    Claimer(Vertx vertx, DeliveryClaims claims, EndpointQueues queues) {
        this.vertx = vertx;
        this.claims = claims;
        this.queues = queues;
    }

    void start() {
        wake(Duration.ZERO);
    }

    /** Something will be due after this pause. */
    void wake(Duration pause) {
        if (stopped || pause.toMillis() > IDLE_MS) {
            return;
        }
        if (running) {
            again |= pause.toMillis() <= BUSY_MS;
            pauseMs = Math.min(pauseMs, Math.max(BUSY_MS, pause.toMillis()));
            return;
        }
        poll(Math.max(1, pause.toMillis()));
    }

    /** Completes after the running claim. */
    Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        if (!running) {
            return Future.succeededFuture();
        }
        var promise = Promise.<Void>promise();
        ended = promise;
        return promise.future();
    }

    private void poll(long inMs) {
        long due = System.nanoTime() + inMs * 1_000_000;
        if (timer >= 0 && due - timerDueNanos >= 0) {
            return;
        }
        vertx.cancelTimer(timer);
        timerDueNanos = due;
        timer = vertx.setTimer(inMs, _ -> {
            timer = -1;
            claim();
        });
    }

    private void claim() {
        if (stopped || running) {
            return;
        }
        running = true;
        again = false;
        pauseMs = Math.min(IDLE_MS, pauseMs * 2);
        claims.claim(queues).onSuccess(this::took).onFailure(Claimer::failed).onComplete(_ -> {
            running = false;
            var waiter = ended;
            if (waiter != null) {
                waiter.complete();
            } else {
                poll(again ? 1 : pauseMs);
            }
        });
    }

    private void took(DeliveryClaims.Claimed claimed) {
        claimed.endpoints().forEach(queues::state);
        claimed.deliveries().forEach(queues::take);
        queues.pump();
        if (!claimed.deliveries().isEmpty()) {
            pauseMs = BUSY_MS;
            again |= claimed.full();
        }
    }

    private static void failed(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to claim due deliveries, will retry");
    }
}
