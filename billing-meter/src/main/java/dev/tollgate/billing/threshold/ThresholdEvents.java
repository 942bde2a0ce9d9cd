package dev.tollgate.billing.threshold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.ThresholdCrossing;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;

/**
 * Writes an event for each threshold that an account crosses, once: in the crossing transaction, as one domain event
 * per workspace that is not archived.
 */
public final class ThresholdEvents {

    private static final String RESOURCE = "billing";
    private static final String THRESHOLD_REACHED = "billing.threshold_reached";
    private static final String EXHAUSTED = "billing.exhausted";
    private static final String RECOVERED = "billing.recovered";

    /** Declarations of its events. */
    public static final List<EventDeclaration> EVENTS = events();

    private static final String REACH = """
            INSERT INTO billing.threshold_reached (tenant_id, period, measure, percent, reached_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, period, measure, percent) DO NOTHING
            RETURNING percent
            """;

    private static final String EXHAUST = """
            INSERT INTO billing.exhaustion AS e (tenant_id, exhausted, since) VALUES ($1, true, $2)
            ON CONFLICT (tenant_id) DO UPDATE SET exhausted = true, since = EXCLUDED.since
             WHERE NOT e.exhausted
            RETURNING exhausted
            """;

    /** Recovery is reported only after exhaustion was reported. */
    private static final String RECOVER = """
            UPDATE billing.exhaustion SET exhausted = false, since = $2 WHERE tenant_id = $1 AND exhausted
            RETURNING exhausted
            """;

    private static final String WORKSPACES = "SELECT w AS id FROM control.live_workspaces($1) AS w";

    private record TypedEvent(String type, Object data) {}

    private final IdSource ids;
    private final int sliceCount;
    private final PriceBook prices;

    /** Prices say what exhausted means: less than the smallest above 0 is left. */
    public ThresholdEvents(IdSource ids, int sliceCount, PriceBook prices) {
        this.ids = ids;
        this.sliceCount = sliceCount;
        this.prices = prices;
    }

    private static List<EventDeclaration> events() {
        var tenant = new TenantId(UUID.fromString("019abe88-38ce-7c41-8a57-b1d6a9e0f3c2"));
        var month = "2026-11";
        var resetsAt = Instant.parse("2026-12-01T00:00:00Z");
        return List.of(
                new EventDeclaration(
                        THRESHOLD_REACHED,
                        "50, 80 or 100 % of the month's included usage or cap is used.",
                        new ThresholdReached(tenant, month, "included", 80, 79_200_000, 99_000_000)),
                new EventDeclaration(
                        EXHAUSTED,
                        "The remaining balance is below the smallest price: billable calls are refused, deliveries wait.",
                        new BalanceChanged(tenant, month, 12, resetsAt)),
                new EventDeclaration(
                        RECOVERED,
                        "The account has balance again.",
                        new BalanceChanged(tenant, month, 5_000_012, resetsAt)));
    }

    /** Tells what a change crossed. Gives the outbox slices that got events, to be woken after the commit. */
    public Future<BitSet> tell(Transaction transaction, Account before, Account after, Instant now) {
        return tell(transaction, after, ThresholdCrossing.between(before, after, prices.smallestMicros(now)), now);
    }

    /** Writes the events of all thresholds that an account is beyond, except those already written. */
    Future<BitSet> writeMissed(Transaction transaction, Account account, Instant now) {
        return tell(transaction, account, ThresholdCrossing.standing(account, prices.smallestMicros(now)), now);
    }

    private Future<BitSet> tell(
            Transaction transaction, Account after, List<ThresholdCrossing> crossings, Instant now) {
        if (crossings.isEmpty()) {
            return Future.succeededFuture(new BitSet());
        }
        List<TypedEvent> events = new ArrayList<>();
        List<Future<Void>> remembered = new ArrayList<>();
        for (var crossing : crossings) {
            remembered.add(remember(transaction, after, crossing, now).map(rows -> {
                if (rows.rowCount() > 0) {
                    events.add(typed(after, crossing));
                }
                return null;
            }));
        }
        return Future.all(remembered)
                .compose(_ -> events.isEmpty() ? noWorkspaces() : workspaces(transaction, after.tenant()))
                .compose(workspaces -> send(transaction, after, events, workspaces, now));
    }

    private static Future<RowSet<Row>> remember(
            Transaction transaction, Account account, ThresholdCrossing crossing, Instant now) {
        var tenant = account.tenant().value();
        var at = now.atOffset(ZoneOffset.UTC);
        return switch (crossing) {
            case ThresholdCrossing.OfIncluded(Period period, int percent) ->
                transaction.query(REACH, Tuple.of(tenant, period.number(), "included", percent, at));
            case ThresholdCrossing.OfCap(Period period, int percent) ->
                transaction.query(REACH, Tuple.of(tenant, period.number(), "cap", percent, at));
            case ThresholdCrossing.Exhausted _ -> transaction.query(EXHAUST, Tuple.of(tenant, at));
            case ThresholdCrossing.Recovered _ -> transaction.query(RECOVER, Tuple.of(tenant, at));
        };
    }

    private static TypedEvent typed(Account account, ThresholdCrossing crossing) {
        return switch (crossing) {
            case ThresholdCrossing.OfIncluded(Period period, int percent) -> {
                var month = ThresholdReached.month(account, period);
                yield new TypedEvent(
                        THRESHOLD_REACHED,
                        new ThresholdReached(
                                account.tenant(),
                                period.toString(),
                                "included",
                                percent,
                                month.drawn(),
                                month.included()));
            }
            case ThresholdCrossing.OfCap(Period period, int percent) -> {
                var month = ThresholdReached.month(account, period);
                yield new TypedEvent(
                        THRESHOLD_REACHED,
                        new ThresholdReached(
                                account.tenant(), period.toString(), "cap", percent, month.spent(), month.cap()));
            }
            case ThresholdCrossing.Exhausted(Period period) ->
                new TypedEvent(EXHAUSTED, BalanceChanged.of(account, period));
            case ThresholdCrossing.Recovered(Period period) ->
                new TypedEvent(RECOVERED, BalanceChanged.of(account, period));
        };
    }

    private static Future<List<WorkspaceId>> noWorkspaces() {
        return Future.succeededFuture(List.of());
    }

    private static Future<List<WorkspaceId>> workspaces(Transaction transaction, TenantId tenant) {
        return transaction.query(WORKSPACES, Tuple.of(tenant.value())).map(rows -> {
            List<WorkspaceId> workspaces = new ArrayList<>(rows.size());
            rows.forEach(row -> workspaces.add(new WorkspaceId(row.getUUID("id"))));
            return workspaces;
        });
    }

    private Future<BitSet> send(
            Transaction transaction,
            Account account,
            List<TypedEvent> events,
            List<WorkspaceId> workspaces,
            Instant now) {
        var slices = new BitSet();
        List<Tuple> messages = new ArrayList<>();
        for (var workspace : workspaces) {
            int slice = Partitioner.of(workspace.value(), sliceCount);
            slices.set(slice);
            for (var one : events) {
                var event = event(account, one, workspace, now);
                messages.add(Outbox.args(slice, Topics.EVENTS, workspace.text(), DomainEventJson.bytes(event), null));
            }
        }
        return messages.isEmpty()
                ? Future.succeededFuture(slices)
                : transaction.batch(Outbox.INSERT.sql(), messages).map(slices);
    }

    private DomainEvent event(Account account, TypedEvent event, WorkspaceId workspace, Instant now) {
        JsonObject data = Json.object(event.data());
        return new DomainEvent(
                ids.next(),
                event.type(),
                now,
                account.tenant(),
                workspace,
                null,
                RESOURCE,
                account.tenant().text(),
                account.revision().seq(),
                data);
    }
}
