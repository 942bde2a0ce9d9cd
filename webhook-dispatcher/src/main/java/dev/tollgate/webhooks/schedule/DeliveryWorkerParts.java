package dev.tollgate.webhooks.schedule;

import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.webhooks.delivery.AttemptRequest;
import dev.tollgate.webhooks.delivery.AttemptResult;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.subscription.EventModules;
import dev.tollgate.webhooks.subscription.SigningKeyCache;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Dependencies of attempts, on one event loop.
 *
 * @param sender makes one attempt; fails only for a bug
 * @param random for the jitter of retries
 */
public record DeliveryWorkerParts(
        Subscriptions subscriptions,
        EventModules modules,
        SigningKeyCache keys,
        Holds holds,
        PriceBook prices,
        Function<AttemptRequest, Future<AttemptResult>> sender,
        DeliveryLimits limits,
        IdSource ids,
        InstantSource clock,
        RandomGenerator random) {}
