package dev.tollgate.webhooks.schedule;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.price.Price;
import dev.tollgate.webhooks.EventId;
import dev.tollgate.webhooks.delivery.AttemptRequest;
import dev.tollgate.webhooks.delivery.AttemptResult;
import dev.tollgate.webhooks.settlement.AttemptOutcome;
import dev.tollgate.webhooks.settlement.AttemptUsage;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.settlement.ReturnedDelivery;
import dev.tollgate.webhooks.settlement.SettlementQueue;
import dev.tollgate.webhooks.signature.SigningKey;
import dev.tollgate.webhooks.subscription.Roster;
import dev.tollgate.webhooks.subscription.Subscriber;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one delivery to its endpoint: what it costs is held, the request is made, and the result is handed to be
 * settled. What was held for an attempt that was not made is released. Used on one event loop.
 */
final class DeliveryWorker implements EndpointQueues.DeliveryHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryWorker.class);

    /** Pause of a delivery whose attempt was not made: by a fault of ours, or because its host was busy. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    /** Pause of a delivery that the endpoint no longer covers and its holder may not read. */
    private static final Duration UNREADABLE_AFTER = Duration.ofHours(1);

    /** Leases in a row that may end with their process before the delivery waits as after a failed attempt. */
    static final int LOST_MAX = 2;

    /** Each waits for 250 ms, or for 50 ms while Redis is away. */
    private static final int HOLD_TRIES = 8;

    private final DeliveryWorkerParts parts;
    private final SettlementQueue settlement;
    private final EndpointQueues queues;
    private final HolderWatch watch;

    DeliveryWorker(DeliveryWorkerParts parts, SettlementQueue settlement, EndpointQueues queues, HolderWatch watch) {
        this.parts = parts;
        this.settlement = settlement;
        this.queues = queues;
        this.watch = watch;
    }

    @Override
    public Future<EndpointQueue.End> deliver(LeasedDelivery leased, EndpointQueue queue) {
        if (leased.lost() > LOST_MAX) {
            giveBack(leased, afterLoss(leased), false);
            return Future.succeededFuture(EndpointQueue.End.NOT_MADE);
        }
        return parts.subscriptions()
                .of(leased.key().workspace())
                .compose(roster -> deliver(leased, queue, roster))
                .recover(cause -> {
                    LOGGER.atWarn()
                            .addKeyValue("endpoint", leased.key().endpoint())
                            .addKeyValue("reason", String.valueOf(cause.getMessage()))
                            .log("failed to start delivery attempt, delivery returned");
                    giveBack(leased, AGAIN_AFTER, false);
                    return Future.succeededFuture(EndpointQueue.End.NOT_MADE);
                });
    }

    private Future<EndpointQueue.End> deliver(LeasedDelivery leased, EndpointQueue queue, Roster roster) {
        var endpoint = roster.endpoints().get(leased.key().endpoint());
        if (endpoint == null || !roster.open() || !endpoint.takes(leased.trigger())) {
            // What is remembered may be older than what the claim saw.
            parts.subscriptions().forget(leased.key().workspace());
            return stopped(leased);
        }
        if (!mayBeSent(leased, endpoint)) {
            watch.check(leased.key().workspace());
            if (covers(endpoint, leased.eventType())) {
                return stopped(leased);
            }
            giveBack(leased, UNREADABLE_AFTER, false);
            return Future.succeededFuture(EndpointQueue.End.NOT_MADE);
        }
        queue.rate(endpoint.ratePerSecond());
        return parts.keys().of(endpoint, roster.revision()).compose(keys -> {
            if (keys.isEmpty()) {
                return Future.failedFuture("the endpoint has no signing key");
            }
            return held(leased, queue, endpoint, keys);
        });
    }

    /** An attempt that ends with its process is settled by nobody, and charged nothing: it must not repeat at once. */
    private Duration afterLoss(LeasedDelivery leased) {
        return parts.limits()
                .schedule()
                .pause(leased.lost() - LOST_MAX, null, parts.random().nextDouble());
    }

    private Future<EndpointQueue.End> stopped(LeasedDelivery leased) {
        giveBack(leased, AGAIN_AFTER, false);
        queues.hold(leased.key().endpoint(), held -> held.stopped = true);
        return Future.succeededFuture(EndpointQueue.End.NOT_MADE);
    }

    /**
     * An event type that the endpoint covers and its holder may not read pauses the endpoint; one it no longer covers
     * waits for another holder.
     */
    private boolean covers(Subscriber endpoint, String eventType) {
        var modules = parts.modules();
        return modules.scopesOf(endpoint.eventTypes()).contains(modules.scopeOf(eventType));
    }

    /** A test sends an example, and no record. */
    private boolean mayBeSent(LeasedDelivery leased, Subscriber endpoint) {
        return leased.trigger().equals("test")
                || endpoint.rights()
                        .reads(
                                parts.modules().scopeOf(leased.eventType()),
                                parts.clock().instant());
    }

    private Future<EndpointQueue.End> held(
            LeasedDelivery leased, EndpointQueue queue, Subscriber endpoint, List<SigningKey> keys) {
        var price = parts.prices().at(AttemptUsage.DIMENSION, parts.clock().instant());
        if (price.unitMicros() == 0) {
            return attempt(leased, endpoint, keys, charge(price, null), System.nanoTime());
        }
        return asked(new HoldRequest(endpoint.tenant(), price.unitMicros(), List.of()), HOLD_TRIES)
                .compose(verdict -> switch (verdict) {
                    case HoldDecision.Admitted admitted -> {
                        if (queue.accountPaused) {
                            queue.accountPaused = false;
                            settlement.resume(leased.tenant());
                        }
                        yield attempt(leased, endpoint, keys, charge(price, admitted.hold()), System.nanoTime());
                    }
                    case HoldDecision.Refused _ -> {
                        giveBack(leased, Duration.ZERO, true);
                        queues.exhausted(queue);
                        yield Future.succeededFuture(EndpointQueue.End.NOT_MADE);
                    }
                });
    }

    /** No caller waits: a hold that timed out is requested again. */
    private Future<HoldDecision> asked(HoldRequest request, int tries) {
        return parts.holds()
                .hold(request)
                .recover(late -> tries > 1 ? asked(request, tries - 1) : Future.failedFuture(late));
    }

    private Future<EndpointQueue.End> attempt(
            LeasedDelivery leased, Subscriber endpoint, List<SigningKey> keys, Charge charge, long heldNanos) {
        var request = new AttemptRequest(
                leased.tenant(),
                endpoint.url(),
                new EventId(leased.key().event()).text(),
                parts.clock().instant(),
                leased.body(),
                keys,
                parts.limits().timeout());
        return sent(request).onFailure(_ -> release(leased, charge)).map(result -> {
            if (result.hostBusy()) {
                release(leased, charge);
                giveBack(leased, AGAIN_AFTER, false);
                return EndpointQueue.End.HOST_BUSY;
            }
            settlement.add(made(leased, endpoint, result, charge, heldNanos));
            return result.succeeded() ? EndpointQueue.End.SUCCEEDED : EndpointQueue.End.FAILED;
        });
    }

    private Future<AttemptResult> sent(AttemptRequest request) {
        try {
            return parts.sender().apply(request);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    private AttemptOutcome made(
            LeasedDelivery leased, Subscriber endpoint, AttemptResult result, Charge charge, long heldNanos) {
        var limits = parts.limits();
        return new AttemptOutcome(
                leased,
                endpoint,
                parts.ids().next(),
                parts.ids().next(),
                result,
                charge,
                heldNanos,
                AttemptOutcome.next(
                        leased,
                        result,
                        endpoint.maxAttempts(),
                        limits.schedule(),
                        parts.random().nextDouble()));
    }

    private void release(LeasedDelivery leased, Charge charge) {
        var hold = charge.hold();
        if (hold != null) {
            parts.holds().release(new TenantId(leased.tenant()), hold, charge.micros());
        }
    }

    private void giveBack(LeasedDelivery leased, Duration pause, boolean exhausted) {
        settlement.giveBack(new ReturnedDelivery(leased, pause, exhausted));
    }

    private static Charge charge(Price price, Charge.@Nullable Hold hold) {
        return new Charge(AttemptUsage.DIMENSION, 1, price.unitMicros(), price.version(), hold);
    }
}
