package dev.tollgate.webhooks.schedule;

import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.webhooks.delivery.AttemptOrder;
import dev.tollgate.webhooks.delivery.AttemptResult;
import dev.tollgate.webhooks.settlement.Terms;
import dev.tollgate.webhooks.subscription.EventModules;
import dev.tollgate.webhooks.subscription.RememberedKeys;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What attempts are made with, on one event loop.
 *
 * @param sender makes one attempt; fails only for a bug
 * @param random for the jitter of retries
 */
public record CourierParts(
        Subscriptions subscriptions,
        EventModules modules,
        RememberedKeys keys,
        Holds holds,
        PriceBook prices,
        Function<AttemptOrder, Future<AttemptResult>> sender,
        Terms terms,
        IdSource ids,
        InstantSource clock,
        RandomGenerator random) {}
