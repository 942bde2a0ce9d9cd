package dev.tollgate.webhooks.endpoint;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.endpoint.WebhookInputs.WebhookRef;
import dev.tollgate.webhooks.subscription.SigningKeys;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** One endpoint with the ids of its keys, and the dispatcher's health data of its receiver. */
final class WebhookView {

    private static final String HEALTH = """
            SELECT failing_since, failed_attempts, last_success_at, last_failure_at
              FROM webhooks.endpoint_state
             WHERE workspace_id = $1 AND endpoint_id = $2
            """;

    private final Work work;
    private final RecordTable<Webhook> webhooks;

    WebhookView(Work work, RecordTable<Webhook> webhooks) {
        this.work = work;
        this.webhooks = webhooks;
    }

    Future<Outcome<ShownWebhook>> get(Call<WebhookRef> call) {
        var id = call.input().id();
        var webhook = webhooks.get(call, id);
        var keys = work.read(call, SigningKeys.LIVE, key(call));
        var health = work.read(call, HEALTH, key(call));
        return Future.all(webhook, keys, health)
                .map(_ -> webhook.result()
                        .map(found -> ShownWebhook.of(found, keys(keys.result()), health(health.result()))));
    }

    private static Tuple key(Call<WebhookRef> call) {
        return Tuple.of(call.caller().workspaceId().value(), call.input().id().value());
    }

    private static List<ShownWebhook.Key> keys(RowSet<Row> rows) {
        List<ShownWebhook.Key> keys = new ArrayList<>(rows.size());
        for (var row : rows) {
            keys.add(new ShownWebhook.Key(
                    new SigningKeyId(row.getUUID("id")),
                    row.getOffsetDateTime("made_at").toInstant(),
                    TimeColumn.read(row, "ends_at")));
        }
        return keys;
    }

    private static ShownWebhook.Health health(RowSet<Row> rows) {
        for (var row : rows) {
            return new ShownWebhook.Health(
                    TimeColumn.read(row, "failing_since"),
                    row.getLong("failed_attempts"),
                    TimeColumn.read(row, "last_success_at"),
                    TimeColumn.read(row, "last_failure_at"));
        }
        return ShownWebhook.Health.UNTRIED;
    }
}
