package dev.tollgate.webhooks.history;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.webhooks.history.DeliveryOperations.DeliveryRef;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Answers the operations on deliveries, on one event loop. */
public final class Deliveries {

    static final Refusal NOT_FOUND = new Refusal.ResourceNotFound("The delivery was not found in this workspace.");

    static final String GET =
            "SELECT " + WebhookDelivery.COLUMNS + " FROM webhooks.delivery_shown WHERE workspace_id = $1 AND id = $2";

    private static final String ATTEMPTS = "SELECT " + WebhookAttempt.COLUMNS + """
              FROM webhooks.attempt
             WHERE workspace_id = $1 AND delivery_id = $2
             ORDER BY id DESC
             LIMIT $3
            """;

    private final Work work;
    private final DeliveryPages pages;
    private final ManualRetries retries;

    public Deliveries(PlatformContext context) {
        this.work = context.work();
        this.pages = new DeliveryPages(context);
        this.retries = new ManualRetries(context);
    }

    public void serve(OperationBus bus) {
        bus.serve(DeliveryOperations.LIST, pages::list);
        bus.serve(DeliveryOperations.GET, this::get);
        bus.serve(DeliveryOperations.RETRY, retries::retry);
    }

    private Future<Outcome<ShownDelivery>> get(Call<DeliveryRef> call) {
        var key = key(call);
        var delivery = work.read(call, GET, key);
        var attempts = work.read(call, ATTEMPTS, key(call).addInteger(ShownDelivery.ATTEMPTS_MAX));
        return Future.all(delivery, attempts).map(_ -> {
            for (var row : delivery.result()) {
                return Outcome.done(ShownDelivery.of(WebhookDelivery.of(row), attempts(attempts.result())));
            }
            return Outcome.refused(NOT_FOUND);
        });
    }

    static Tuple key(Call<DeliveryRef> call) {
        return Tuple.of(call.caller().workspaceId().value(), call.input().id().value());
    }

    private static List<WebhookAttempt> attempts(RowSet<Row> rows) {
        List<WebhookAttempt> attempts = new ArrayList<>(rows.size());
        rows.forEach(row -> attempts.add(WebhookAttempt.of(row)));
        return attempts;
    }
}
