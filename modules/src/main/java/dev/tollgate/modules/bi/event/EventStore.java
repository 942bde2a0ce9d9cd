package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.bi.cell.CellAnswer;
import dev.tollgate.modules.bi.cell.CellQueries;
import dev.tollgate.modules.bi.cell.CellQuery;
import dev.tollgate.modules.bi.cell.PendingCalls;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.name.EventNames;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Stores events and counts them. One per event loop.
 *
 * <p>Queries that cells cannot answer read rows by statements of their own on {@code bi.event (workspace_id,
 * occurred_at, key, name_no, actor, revision, received_at, props)}: the index is {@code (workspace_id, name_no,
 * occurred_at) INCLUDE (actor)}, months are partitions by {@code occurred_at}. Both agree if rows are read so: the
 * value of a dimension is {@code props->>'key'}, that of a measure {@code CASE WHEN jsonb_typeof(props->'key') =
 * 'number' THEN (props->>'key')::numeric END}, exact.
 */
public final class EventStore {

    private static final String APPEND = "SELECT bi.add_events($1, $2, $3, $4, $5, $6, $7, $8, $9) AS known";

    private static final String KNOWN = "SELECT bi.known_ids($1, $2) AS known";

    private static final String NAMES = """
            SELECT n.name, n.no, s.dimensions, s.measures
              FROM bi.name n
              LEFT JOIN bi.shape s ON s.workspace_id = n.workspace_id AND s.name = n.name
             WHERE n.workspace_id = $1 AND (cardinality($2::text[]) = 0 OR n.name = ANY ($2))
            """;

    /** An event with its key: the hash of its id, or a random one. */
    private record Keyed(UUID key, int place, HashedEvent event) {}

    private final Work work;
    private final IdSource ids;
    private final CellQueries cellQueries;

    public EventStore(ModuleContext context) {
        this.work = context.work();
        this.ids = context.ids();
        this.cellQueries = new CellQueries(context.work());
    }

    /**
     * Adds events that are not known yet, with what they add to cells, in one statement per table.
     *
     * @param names of all events, as {@link EventNames#find} gives them in the same transaction
     * @return the places of those that are new; of two with one id the first is
     */
    Future<Set<Integer>> append(
            Transaction transaction, Call<?> call, List<HashedEvent> events, Map<String, EventName> names) {
        if (events.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var keyed = keyed(events);
        var used = events.stream().map(HashedEvent::name).collect(Collectors.toCollection(TreeSet::new));
        return EventNames.numbered(transaction, call, names, used)
                .compose(numbered -> transaction
                        .query(APPEND, rows(call, keyed, numbered))
                        .map(rows -> {
                            var known = Set.of(rows.iterator().next().getArrayOfUUIDs("known"));
                            var added = known.isEmpty()
                                    ? keyed
                                    : keyed.stream()
                                            .filter(one -> !known.contains(one.key()))
                                            .toList();
                            PendingCalls.add(
                                    transaction,
                                    call,
                                    ids.next(),
                                    added.stream().map(Keyed::event).toList(),
                                    numbered);
                            return added.stream().map(Keyed::place).collect(Collectors.toSet());
                        }));
    }

    /** Which of these ids events have that are stored. */
    Future<Set<UUID>> known(Transaction transaction, Call<?> call, Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        var args = Tuple.of(call.caller().workspaceId().value()).addArrayOfUUID(ids.toArray(UUID[]::new));
        return transaction
                .query(KNOWN, args)
                .map(rows -> Set.of(rows.iterator().next().getArrayOfUUIDs("known")));
    }

    private List<Keyed> keyed(List<HashedEvent> events) {
        var sent = new HashSet<UUID>();
        var keyed = new ArrayList<Keyed>(events.size());
        for (int place = 0; place < events.size(); place++) {
            var event = events.get(place);
            var id = event.eventId();
            if (id == null) {
                keyed.add(new Keyed(ids.next(), place, event));
            } else if (sent.add(id)) {
                keyed.add(new Keyed(id, place, event));
            }
        }
        return keyed;
    }

    private static Tuple rows(Call<?> call, List<Keyed> events, Map<String, EventName> names) {
        return Tuple.of(call.caller().workspaceId().value(), time(call))
                .addArrayOfUUID(events.stream()
                        .filter(one -> one.event().eventId() != null)
                        .map(Keyed::key)
                        .toArray(UUID[]::new))
                .addArrayOfUUID(events.stream().map(Keyed::key).toArray(UUID[]::new))
                .addArrayOfOffsetDateTime(events.stream()
                        .map(one -> one.event().occurredAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addArrayOfInteger(events.stream()
                        .map(one -> EventName.of(names, one.event().name()).no())
                        .toArray(Integer[]::new))
                .addArrayOfUUID(events.stream().map(one -> one.event().actor()).toArray(UUID[]::new))
                .addArrayOfInteger(
                        events.stream().map(one -> one.event().revision()).toArray(Integer[]::new))
                .addArrayOfString(events.stream()
                        .map(one -> Json.text(one.event().properties()))
                        .toArray(String[]::new));
    }

    private static OffsetDateTime time(Call<?> call) {
        return call.facts().time().atOffset(ZoneOffset.UTC);
    }

    /** What cells, and what is pending for them, say of some hours, in one snapshot: it has every call that is done. */
    public Future<CellAnswer> cells(Call<?> call, CellQuery query) {
        return cellQueries.answer(call, query);
    }

    /**
     * The same by the values of several properties of one event, in one snapshot.
     *
     * @return by property
     */
    public Future<Map<String, CellAnswer>> cells(
            Call<?> call, String event, List<Instant> bounds, List<String> properties) {
        return cellQueries.answers(call, new CellQuery(Set.of(event), bounds, null, Set.of(), false), properties);
    }

    /**
     * The names that have events, with their numbers in {@code bi.event}; all of the workspace if none are asked for.
     */
    public Future<Map<String, EventName>> names(Call<?> call, Set<String> names) {
        var args = Tuple.of(call.caller().workspaceId().value()).addArrayOfString(names.toArray(String[]::new));
        return work.read(call, NAMES, args).map(rows -> {
            var found = new TreeMap<String, EventName>();
            for (var row : rows) {
                found.put(row.getString("name"), EventNames.name(row));
            }
            return found;
        });
    }
}
