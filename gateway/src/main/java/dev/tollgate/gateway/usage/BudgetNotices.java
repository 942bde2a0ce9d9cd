package dev.tollgate.gateway.usage;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.McpGrantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.memory.LruMap;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.TimeColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces that a budget has refused a call: a domain event for the first refusal of a period, and again after the
 * budget was changed. The row of the budget says what was announced, so one of many gateways does it. For one event
 * loop.
 */
public final class BudgetNotices {

    private static final String TYPE = "credential.budget_reached";
    private static final String RESOURCE = "credential";

    /** Its declaration. */
    public static final EventDeclaration EVENT = new EventDeclaration(
            TYPE,
            "A call was refused because of its credential's budget: once per credential and period.",
            new BudgetReached(
                    new ApiKeyId(UUID.fromString("019abe88-38ce-7c41-8a57-b1d6a9e0f3c2")).text(),
                    "api_key",
                    5_000_000,
                    BudgetPeriod.DAY,
                    Instant.parse("2026-12-02T00:00:00Z")));

    private static final Logger LOGGER = LoggerFactory.getLogger(BudgetNotices.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(2);
    private static final int REMEMBERED_MAX = 4_096;

    /** While calls of a budget are refused, the row is asked this often. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    private static final String TELL = """
            UPDATE billing.budget SET told_reset = COALESCE($3::timestamptz, 'infinity')
             WHERE tenant = $1 AND id = $2 AND micros IS NOT NULL
               AND told_reset IS DISTINCT FROM COALESCE($3::timestamptz, 'infinity')
            RETURNING workspace, kind, micros, per, seq
            """;

    /** Dependencies of {@link BudgetNotices}. */
    public record NoticeParts(
            Database database, IdSource ids, InstantSource clock, OutboxSignal outbox, int sliceCount) {}

    private final NoticeParts parts;
    private final Map<BudgetKey, Instant> asked = new LruMap<>(REMEMBERED_MAX);

    public BudgetNotices(NoticeParts parts) {
        this.parts = parts;
    }

    /** A call was refused. Waits for nothing; what fails is announced by a later refusal. */
    public void exhausted(BudgetKey budget, Refusal.BudgetExhausted refusal) {
        var now = parts.clock().instant();
        var before = asked.get(budget);
        if (before != null && now.isBefore(before.plus(AGAIN_AFTER))) {
            return;
        }
        asked.put(budget, now);
        announced(budget, refusal.resetsAt(), now).onFailure(cause -> {
            asked.remove(budget);
            LOGGER.atWarn()
                    .addKeyValue("budget", budget.id())
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("failed to announce exhausted budget, will retry");
        });
    }

    private Future<Void> announced(BudgetKey budget, @Nullable Instant resetsAt, Instant now) {
        var args = Tuple.of(budget.tenant().value(), budget.id()).addOffsetDateTime(TimeColumn.argument(resetsAt));
        return parts.database()
                .transaction(
                        RowSecurityContext.of(budget.tenant()),
                        now.plus(TIME_MAX),
                        transaction -> transaction.query(TELL, args).compose(rows -> {
                            Future<@Nullable Integer> sent = Future.succeededFuture();
                            for (var row : rows) {
                                sent = sent(transaction, event(budget, row, resetsAt, now));
                            }
                            return sent;
                        }))
                .onSuccess(slice -> {
                    if (slice != null) {
                        parts.outbox().wrote(slice);
                    }
                })
                .mapEmpty();
    }

    private Future<@Nullable Integer> sent(Transaction transaction, DomainEvent event) {
        var key = event.workspace() == null ? event.tenant() : event.workspace();
        int slice = Partitioner.of(key.value(), parts.sliceCount());
        var message = Outbox.insert(slice, Topics.EVENTS, key.text(), DomainEventJson.bytes(event), null);
        return transaction.query(message.sql(), message.args()).map(slice);
    }

    private DomainEvent event(BudgetKey budget, Row row, @Nullable Instant resetsAt, Instant now) {
        var kind = row.getString("kind");
        var credential = credential(kind, budget.id()).text();
        var data = new BudgetReached(
                credential, kind, row.getLong("micros"), BudgetPeriod.of(row.getString("per")), resetsAt);
        return new DomainEvent(
                parts.ids().next(),
                TYPE,
                now,
                budget.tenant(),
                new WorkspaceId(row.getUUID("workspace")),
                null,
                RESOURCE,
                credential,
                row.getLong("seq"),
                Json.object(data));
    }

    private static Id credential(String kind, UUID id) {
        return switch (kind) {
            case "api_key" -> new ApiKeyId(id);
            case "mcp_client" -> new McpClientId(id);
            case "mcp_grant" -> new McpGrantId(id);
            default -> throw new IllegalStateException("no budget is of " + kind);
        };
    }
}
