package dev.tollgate.modules.analytics.violation;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The rows of violations as calls that track events write them. */
final class ViolationRows {

    private static final String FIND = """
            SELECT v.id, v.name, v.revision, v.fault_key FROM analytics.violation v
              JOIN unnest($2::text[], $3::integer[], $4::text[]) AS w (name, revision, fault_key)
                ON v.name = w.name AND v.revision = w.revision AND v.fault_key = w.fault_key
             WHERE v.workspace_id = $1
            """;

    private static final String ROOM = """
            SELECT (SELECT COALESCE(sum(v.held), 0) FROM analytics.violation v WHERE v.workspace_id = $1 AND v.held > 0)::bigint
                 + (SELECT COALESCE(sum(d.held), 0) FROM analytics.violation_delta d WHERE d.workspace_id = $1)::bigint
                   AS held,
                   (SELECT count(*) FROM (SELECT FROM analytics.violation v WHERE v.workspace_id = $1 LIMIT $2) AS few)
                   AS violations
            """;

    /** None where another call is making it. */
    private static final String OPEN = """
            INSERT INTO analytics.violation (workspace_id, id, name, revision, kind, fault_key, faults, count, held,
                   first_seen_at, last_seen_at, samples, status, created_at, updated_at, version, source, last_actor)
            VALUES ($1, uuidv7(), $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, 'open', $9, $9, 1, $11, $12)
            ON CONFLICT (workspace_id, name, revision, fault_key) WHERE fault_key IS NOT NULL DO NOTHING
            RETURNING id
            """;

    /**
     * Adds to the count, with the deltas of earlier calls that found the row locked. Returns no row if it is locked
     * now.
     */
    static final String COUNT = """
            WITH mine AS (
                SELECT id FROM analytics.violation WHERE workspace_id = $1 AND id = $2 FOR NO KEY UPDATE SKIP LOCKED),
            added AS (
                DELETE FROM analytics.violation_delta d USING mine m
                 WHERE d.workspace_id = $1 AND d.violation_id = m.id
                RETURNING d.count, d.held)
            UPDATE analytics.violation v
               SET count = v.count + $3 + (SELECT COALESCE(sum(a.count), 0) FROM added a)::bigint,
                   held = v.held + $4 + (SELECT COALESCE(sum(a.held), 0) FROM added a)::bigint,
                   last_seen_at = greatest(v.last_seen_at, $5),
                   samples = CASE WHEN jsonb_array_length(v.samples) >= $6 THEN v.samples
                             ELSE (SELECT jsonb_agg(s.sample ORDER BY s.place) FROM jsonb_array_elements(v.samples || $7)
                                     WITH ORDINALITY AS s (sample, place) WHERE s.place <= $6) END,
                   status = CASE v.status WHEN 'resolved' THEN 'open' ELSE v.status END,
                   resolution = CASE v.status WHEN 'resolved' THEN NULL ELSE v.resolution END,
                   version = v.version + 1, updated_at = $5, source = $8, last_actor = $9
              FROM mine m
             WHERE v.workspace_id = $1 AND v.id = m.id
            RETURNING old.status AS was, old.last_seen_at AS seen_before
            """;

    private static final String ADD_DELTA = """
            INSERT INTO analytics.violation_delta (workspace_id, violation_id, count, held, seen_at)
            VALUES ($1, $2, $3, $4, $5)
            """;

    private static final String HOLD = """
            INSERT INTO analytics.held_event (workspace_id, violation_id, name, occurred_at, event_id, actor, properties,
                   checks, held_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    private final Transaction transaction;
    private final Call<?> call;
    private final UUID workspace;
    private final OffsetDateTime now;

    ViolationRows(Transaction transaction, Call<?> call) {
        this.transaction = transaction;
        this.call = call;
        this.workspace = call.caller().workspaceId().value();
        this.now = call.facts().time().atOffset(ZoneOffset.UTC);
    }

    Future<RowSet<Row>> find(List<FaultGroup> groups) {
        return transaction.query(
                FIND,
                Tuple.of(workspace)
                        .addValue(groups.stream().map(FaultGroup::name).toArray(String[]::new))
                        .addValue(groups.stream().map(FaultGroup::revision).toArray(Integer[]::new))
                        .addValue(groups.stream().map(FaultGroup::key).toArray(String[]::new)));
    }

    /** How many events are held in the workspace, and how many violations it has, up to a maximum. */
    Future<Row> room(int violationsMax) {
        return transaction
                .query(ROOM, Tuple.of(workspace, violationsMax))
                .map(rows -> rows.iterator().next());
    }

    Future<RowSet<Row>> open(FaultGroup group, long held) {
        return transaction.query(
                OPEN,
                Tuple.of(
                                workspace,
                                group.name(),
                                group.revision(),
                                Json.MAPPER.convertValue(group.kind(), String.class))
                        .addValue(group.key())
                        .addValue(faults(group.faults()))
                        .addValue((long) group.verdicts().size())
                        .addValue(held)
                        .addValue(now)
                        .addValue(samples(group))
                        .addValue(call.facts().surface().source())
                        .addValue(call.caller().actor().id()));
    }

    Future<RowSet<Row>> count(ViolationId id, FaultGroup group, long held) {
        return transaction.query(
                COUNT,
                Tuple.of(workspace, id.value())
                        .addValue((long) group.verdicts().size())
                        .addValue(held)
                        .addValue(now)
                        .addValue(Violation.SAMPLES_MAX)
                        .addValue(samples(group))
                        .addValue(call.facts().surface().source())
                        .addValue(call.caller().actor().id()));
    }

    void addDelta(ViolationId id, FaultGroup group, long held) {
        var _ = transaction.query(
                ADD_DELTA,
                Tuple.of(workspace, id.value(), (long) group.verdicts().size(), held, now));
    }

    Tuple held(ViolationId id, EventVerdict verdict) {
        var event = verdict.event();
        return Tuple.of(workspace, id.value(), event.name(), event.occurredAt().atOffset(ZoneOffset.UTC))
                .addValue(event.eventId())
                .addValue(event.actor())
                .addValue(event.properties())
                .addValue(Json.object(Objects.requireNonNull(verdict.held())))
                .addValue(now);
    }

    void hold(List<Tuple> held) {
        if (!held.isEmpty()) {
            var _ = transaction.batch(HOLD, held);
        }
    }

    private static JsonArray faults(List<EventFault> faults) {
        return new JsonArray(Json.MAPPER.convertValue(faults, List.class));
    }

    private static JsonArray samples(FaultGroup group) {
        var samples = new JsonArray();
        group.verdicts().stream()
                .limit(Violation.SAMPLES_MAX)
                .forEach(verdict -> samples.add(new JsonObject()
                        .put("occurred_at", verdict.event().occurredAt().toString())
                        .put("properties", KeyedHashes.shown(verdict.event().properties()))));
        return samples;
    }
}
