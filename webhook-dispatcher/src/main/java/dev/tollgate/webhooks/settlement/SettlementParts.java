package dev.tollgate.webhooks.settlement;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * Dependencies of settlement.
 *
 * @param database in the dispatcher's role
 * @param slices of the topics
 */
public record SettlementParts(
        Vertx vertx,
        Database database,
        DeliveryLimits limits,
        IdSource ids,
        InstantSource clock,
        OutboxSignal outbox,
        int slices,
        DeliveryMetrics counts) {}
