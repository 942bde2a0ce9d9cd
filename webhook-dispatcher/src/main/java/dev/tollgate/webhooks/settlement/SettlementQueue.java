package dev.tollgate.webhooks.settlement;

import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Results on their way into the table: what comes while a transaction runs makes the next. A transaction that fails is
 * tried until it succeeds; one that the server refuses again and again is settled in parts, so that a result which
 * cannot be stored holds up no other. Where it had succeeded and the answer was lost, nothing of a delivery, an attempt
 * or a charge changes twice; failures in a row may count twice, and open the breaker earlier. Used on one event loop.
 */
public final class SettlementQueue {

    /** Maximum unsettled results of attempts; no attempt starts beyond it. */
    public static final int WAITING_MAX = 1_024;

    static final int BATCH_MAX = 512;

    private static final Logger LOGGER = LoggerFactory.getLogger(SettlementQueue.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final Duration RETRY_MAX = Duration.ofSeconds(1);

    /** A healthy endpoint's row is written at most this often. */
    private static final long HEALTHY_EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int HEALTHY_MAX = 65_536;

    private final SettlementParts parts;
    private final SettlementRows rows;
    private final SettlementListener listener;
    private final Duration retryMax;
    private final ArrayDeque<AttemptOutcome> made = new ArrayDeque<>();
    private final ArrayDeque<ReturnedDelivery> given = new ArrayDeque<>();
    private final Set<UUID> resumed = new HashSet<>();
    private final Map<UUID, Long> healthySince = new HashMap<>();
    private final List<Promise<Void>> idle = new ArrayList<>();
    private boolean running;
    private int inHand;
    private int madeInHand;

    public SettlementQueue(SettlementParts parts, SettlementListener listener) {
        this(parts, listener, RETRY_MAX);
    }

    /** @param retryMax maximum pause before a transaction is tried again */
    SettlementQueue(SettlementParts parts, SettlementListener listener, Duration retryMax) {
        this.retryMax = retryMax;
        this.parts = parts;
        this.rows = new SettlementRows(parts);
        this.listener = listener;
    }

    /** An attempt was made. */
    public void add(AttemptOutcome one) {
        made.add(one);
        flushSoon();
    }

    /** A delivery was not attempted. */
    public void giveBack(ReturnedDelivery one) {
        given.add(one);
        flushSoon();
    }

    /** The account of this tenant can pay again. */
    public void resume(UUID tenant) {
        resumed.add(tenant);
        flushSoon();
    }

    /**
     * Whether no attempt is to start, since the results of many are not in the table yet. Deliveries that were given
     * back do not count: they came from bounded places, and one event may give back thousands of a tenant.
     */
    public boolean full() {
        return made.size() + madeInHand >= WAITING_MAX;
    }

    /** The number of results, and of deliveries given back, that are not in the table yet. */
    public int waiting() {
        return made.size() + given.size() + inHand;
    }

    /** Completes when nothing waits. */
    public Future<Void> drained() {
        if (waiting() == 0 && !running) {
            return Future.succeededFuture();
        }
        var promise = Promise.<Void>promise();
        idle.add(promise);
        return promise.future();
    }

    private void flushSoon() {
        if (!running) {
            running = true;
            parts.vertx().runOnContext(_ -> flush());
        }
    }

    private void flush() {
        var batch = next();
        if (batch.size() == 0) {
            running = false;
            var all = List.copyOf(idle);
            idle.clear();
            all.forEach(promise -> promise.tryComplete());
            return;
        }
        inHand = batch.size();
        madeInHand = batch.made().size();
        settle(batch).onComplete(_ -> {
            inHand = 0;
            madeInHand = 0;
            EndpointResults.of(batch.made()).values().stream()
                    .filter(result -> result.failures > 0)
                    .forEach(result -> listener.failures(result.endpoint, result.failures));
            listener.settled();
            flush();
        });
    }

    private SettlementBatch next() {
        List<AttemptOutcome> ofMade = new ArrayList<>();
        while (ofMade.size() < BATCH_MAX && !made.isEmpty()) {
            ofMade.add(made.remove());
        }
        List<ReturnedDelivery> ofGiven = new ArrayList<>();
        while (ofGiven.size() < BATCH_MAX && !given.isEmpty()) {
            ofGiven.add(given.remove());
        }
        var batch = new SettlementBatch(ofMade, ofGiven, resumed);
        resumed.clear();
        return batch;
    }

    /** Succeeds always, be it late. */
    private Future<Void> settle(SettlementBatch batch) {
        return settle(batch, SettlementTries.REFUSALS_MAX, this::apart);
    }

    /** The same, where {@code over} follows if the server will not store it. */
    private Future<Void> settle(
            SettlementBatch batch, int refusalsMax, BiFunction<SettlementBatch, Throwable, Future<Void>> over) {
        var tries = new SettlementTries(retryMax, refusalsMax);
        var left = new SettlementBatch[] {batch};
        return FutureLoop.whileTrue(() -> {
            left[0] = left[0].chargeable(System.nanoTime(), parts.counts());
            return settled(left[0], tries, over).map(settled -> !settled);
        });
    }

    /** One try; completes with false after a pause if there is to be another. */
    private Future<Boolean> settled(
            SettlementBatch batch, SettlementTries tries, BiFunction<SettlementBatch, Throwable, Future<Void>> over) {
        return attempt(batch).map(true).recover(cause -> {
            if (tries.areOver(cause)) {
                return over.apply(batch, cause).map(true);
            }
            LOGGER.atWarn()
                    .addKeyValue("attempts", batch.made().size())
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("failed to store results of attempts, will retry");
            return parts.vertx().timer(tries.pauseMs(), TimeUnit.MILLISECONDS).map(_ -> false);
        });
    }

    private Future<Void> attempt(SettlementBatch batch) {
        var results = EndpointResults.of(batch.made());
        long now = System.nanoTime();
        results.values().removeIf(result -> result.failures == 0 && healthy(result.endpoint, now));
        return parts.database()
                .transaction(
                        RowSecurityContext.NONE,
                        parts.clock().instant().plus(TIME_MAX),
                        transaction -> rows.write(transaction, batch, results))
                .onSuccess(settled -> completed(batch, results, settled))
                .mapEmpty();
    }

    /**
     * Settles the results one by one to find those that the server can never store, and stores these without the
     * receiver's answer. One that it refuses even so is given up.
     */
    private Future<Void> apart(SettlementBatch batch, Throwable cause) {
        if (batch.size() > 1) {
            Future<Void> done = Future.succeededFuture();
            for (var single : batch.apart()) {
                done = done.compose(_ -> settle(single));
            }
            return done;
        }
        return settle(batch.withoutAnswers(), 1, (_, worse) -> {
            LOGGER.atError()
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .setCause(worse)
                    .log("result of attempt cannot be stored, delivery will be repeated");
            return Future.succeededFuture();
        });
    }

    private void completed(SettlementBatch batch, Map<UUID, EndpointResults> results, SettlementResult settled) {
        settled.slices.forEach(parts.outbox()::wrote);
        parts.counts().settled(batch.made(), settled.leased.size());
        parts.counts().givenBack(batch.given().size());
        remember(results);
        for (var health : settled.health) {
            listener.breaker(health.endpoint(), health.breakerOpen(), health.breakerOpen() != health.breakerWasOpen());
        }
        settled.stopped.forEach(listener::stopped);
        if (!settled.heads.isEmpty()) {
            listener.next(settled.heads);
        }
        batch.made().forEach(one -> {
            var pause = one.next().pause();
            if (pause != null) {
                listener.due(one.leased().key(), pause);
            }
        });
        batch.given().stream()
                .filter(one -> !one.exhausted())
                .forEach(one -> listener.due(one.leased().key(), one.pause()));
        if (!batch.resumed().isEmpty()) {
            listener.resumed();
        }
    }

    private boolean healthy(UUID endpoint, long now) {
        var since = healthySince.get(endpoint);
        return since != null && now - since < HEALTHY_EVERY_NANOS;
    }

    private void remember(Map<UUID, EndpointResults> results) {
        if (healthySince.size() > HEALTHY_MAX) {
            healthySince.clear();
        }
        long now = System.nanoTime();
        results.forEach((endpoint, result) -> {
            if (result.failures == 0) {
                healthySince.put(endpoint, now);
            } else {
                healthySince.remove(endpoint);
            }
        });
    }
}
