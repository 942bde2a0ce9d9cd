package dev.tollgate.webhooks.history;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.history.DeliveryOperations.DeliveryRef;
import dev.tollgate.webhooks.holder.Holder;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;
import java.util.Set;

/** Retries of deliveries that a caller requests. */
final class ManualRetries {

    private static final Refusal ARCHIVED = new Refusal.Conflict("The webhook is archived.");
    private static final Refusal DELIVERING = new Refusal.Conflict("An attempt of this delivery is in flight.");
    private static final Refusal HELD_BACK =
            new Refusal.Conflict("The webhook is paused or disabled. Resume it to send waiting deliveries.");
    private static final Refusal SUCCEEDED =
            new Refusal.Conflict("The delivery has succeeded. Create a replay to send its event again.");

    private static final String LOCK = "SELECT 1 FROM webhooks.delivery WHERE workspace_id = $1 AND id = $2 FOR UPDATE";

    private static final String STATE = """
            SELECT d.status, d.lease_token IS NOT NULL AS leased, e.status AS endpoint_status, d.event_type
              FROM webhooks.delivery d
              JOIN webhooks.endpoint e ON e.workspace_id = d.workspace_id AND e.id = d.endpoint_id
             WHERE d.workspace_id = $1 AND d.id = $2
            """;

    /** A failed or waiting delivery leaves its lane, which continues without it. */
    private static final String DUE_NOW = """
            UPDATE webhooks.delivery
               SET trigger = 'manual', status = 'pending', failure = NULL, settled_at = NULL, next_attempt_at = now(),
                   lane = CASE WHEN settled_at IS NULL AND next_attempt_at IS NOT NULL THEN lane END
             WHERE workspace_id = $1 AND id = $2
            """;

    private final Work work;
    private final FundsCheck fundsCheck;
    private final EventTypes events;

    ManualRetries(PlatformContext context) {
        this.work = context.work();
        this.fundsCheck = new FundsCheck(context);
        this.events = context.events();
    }

    Future<Outcome<WebhookDelivery>> retry(Call<DeliveryRef> call) {
        return fundsCheck
                .refusal(call)
                .compose(refusal -> refusal.isPresent()
                        ? Future.succeededFuture(Outcome.refused(refusal.get()))
                        : work.write(call, tx -> retried(tx, call)));
    }

    private Future<Outcome<Change<WebhookDelivery>>> retried(Transaction tx, Call<DeliveryRef> call) {
        var locked = tx.lockThenRead(LOCK, STATE, Deliveries.key(call));
        return tx.query(Deliveries.GET, Deliveries.key(call))
                .compose(rows -> locked.compose(state -> {
                    var refusal = refusal(call, state);
                    if (refusal.isPresent()) {
                        return Future.succeededFuture(Outcome.refused(refusal.get()));
                    }
                    var before = WebhookDelivery.of(rows.iterator().next());
                    var changed = tx.query(DUE_NOW, Deliveries.key(call));
                    DispatcherWakeup.endpoint(tx, before.workspaceId(), before.webhookId());
                    return tx.query(Deliveries.GET, Deliveries.key(call))
                            .compose(after -> changed.map(Outcome.done(Change.updated(
                                    before, WebhookDelivery.of(after.iterator().next())))));
                }));
    }

    /** The refusal of a retry; empty if it is permitted. */
    private Optional<Refusal> refusal(Call<?> call, RowSet<Row> state) {
        for (var row : state) {
            var unread = Holder.refusal(call, Set.of(events.scope(row.getString("event_type"))));
            if (unread.isPresent()) {
                return unread;
            }
            var endpoint = row.getString("endpoint_status");
            if (endpoint.equals("archived")) {
                return Optional.of(ARCHIVED);
            }
            if (row.getString("status").equals("succeeded")) {
                return Optional.of(SUCCEEDED);
            }
            if (row.getBoolean("leased")) {
                return Optional.of(DELIVERING);
            }
            return endpoint.equals("active") ? Optional.empty() : Optional.of(HELD_BACK);
        }
        return Optional.of(Deliveries.NOT_FOUND);
    }
}
