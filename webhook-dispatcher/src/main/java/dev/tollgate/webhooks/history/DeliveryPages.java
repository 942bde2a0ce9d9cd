package dev.tollgate.webhooks.history;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.webhooks.history.DeliveryOperations.DeliveryQuery;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists of deliveries, newest first. */
final class DeliveryPages {

    /** Deliveries of a request, found by their events: these have an index by request. */
    private static final String OF_REQUEST =
            "event_id IN (SELECT e.id FROM webhooks.event e WHERE e.workspace_id = $1" + " AND e.request_id = ?)";

    /** The time in an id differs from the time of creation by less. */
    private static final Duration ID_TIME_MAX = Duration.ofHours(1);

    /** The conditions of one list; a statement of its own for each set of them, so that each is planned for itself. */
    static final class Conditions {
        private final StringBuilder sql = new StringBuilder(
                "SELECT " + WebhookDelivery.COLUMNS + " FROM webhooks.delivery_shown WHERE workspace_id = $1");
        private final Tuple arguments;

        private Conditions(UUID workspace) {
            this.arguments = Tuple.of(workspace);
        }

        static Conditions of(UUID workspace, DeliveryQuery query, @Nullable UUID before) {
            var webhook = query.webhookId();
            var from = query.from();
            var to = query.to();
            var request = query.requestId();
            return new Conditions(workspace)
                    .where("id < ?", before)
                    .where("endpoint_id = ?", webhook == null ? null : webhook.value())
                    .where("event_type = ?", query.eventType())
                    .having(query.status())
                    .where("id >= ?", from == null ? null : leastId(from.minus(ID_TIME_MAX)))
                    .where("made_at >= ?", TimeColumn.argument(from))
                    .where("id < ?", to == null ? null : leastId(to.plus(ID_TIME_MAX)))
                    .where("made_at < ?", TimeColumn.argument(to))
                    .where(OF_REQUEST, request == null ? null : request.value());
        }

        private static UUID leastId(Instant time) {
            return IdSource.least(time.toEpochMilli());
        }

        /**
         * By the status as it is stored, which has an index, unless a stopped webhook may change what is shown of it.
         */
        private Conditions having(WebhookDelivery.@Nullable Status status) {
            return switch (status) {
                case null -> this;
                case SUCCEEDED, FAILED -> where("stored_status = '" + word(status) + '\'');
                case PENDING, DELIVERING, RETRYING, PAUSED ->
                    where("settled_at IS NULL AND status = '" + word(status) + '\'');
            };
        }

        private static String word(WebhookDelivery.Status status) {
            return status.name().toLowerCase(Locale.ROOT);
        }

        private Conditions where(String condition) {
            sql.append(" AND ").append(condition);
            return this;
        }

        private Conditions where(String condition, @Nullable Object value) {
            if (value == null) {
                return this;
            }
            arguments.addValue(value);
            return where(condition.replace("?", "$" + arguments.size()));
        }

        String newestFirst(int limit) {
            arguments.addInteger(limit);
            return sql.append(" ORDER BY id DESC LIMIT $")
                    .append(arguments.size())
                    .toString();
        }

        Tuple arguments() {
            return arguments;
        }
    }

    private final Work work;
    private final KeysetPages pages;
    private final EventTypes events;

    DeliveryPages(PlatformContext context) {
        this.work = context.work();
        this.pages = new KeysetPages(context.cursors());
        this.events = context.events();
    }

    Future<Outcome<Page<WebhookDelivery>>> list(Call<DeliveryQuery> call) {
        var query = call.input();
        var type = query.eventType();
        if (type != null && events.named(type).isEmpty()) {
            return Future.succeededFuture(Outcome.refused(Refusal.ValidationFailed.of(
                    "event_type",
                    "is not an event type."
                            + NearestWord.question(type, events.all().keySet()))));
        }
        return pages.page(
                call,
                new KeysetPages.Wanted(filters(query), query.cursor(), query.limit()),
                delivery -> delivery.id().value(),
                (before, count) -> {
                    var conditions = Conditions.of(call.caller().workspaceId().value(), query, before);
                    return work.read(call, conditions.newestFirst(count), conditions.arguments())
                            .map(rows -> KeysetPages.items(rows, WebhookDelivery::of));
                });
    }

    /** Equal for equal filters. */
    private static String filters(DeliveryQuery query) {
        return query.webhookId() + " " + query.eventType() + ' ' + query.status() + ' ' + query.from() + ' '
                + query.to() + ' ' + query.requestId();
    }
}
