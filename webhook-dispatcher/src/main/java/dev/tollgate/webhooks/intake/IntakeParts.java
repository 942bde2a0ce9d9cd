package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.webhooks.backlog.BacklogCounts;
import dev.tollgate.webhooks.schedule.DeliverySchedule;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.DeliveryMetrics;
import dev.tollgate.webhooks.subscription.EventRules;
import dev.tollgate.webhooks.subscription.Subscriptions;
import java.time.InstantSource;

/**
 * Dependencies of the intake.
 *
 * @param database in the dispatcher's role
 * @param backlog how many deliveries wait, as this process knows it
 * @param daysKept events older than that make no delivery
 */
public record IntakeParts(
        Database database,
        Subscriptions subscriptions,
        DeliverySchedule schedule,
        DeliveryLimits limits,
        BacklogCounts backlog,
        EventRules rules,
        int daysKept,
        IdSource ids,
        InstantSource clock,
        DeliveryMetrics counts) {}
