package dev.tollgate.modules.analytics.violation;

import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.tracked.EventMaintenance.Step;
import dev.tollgate.modules.tracked.HeldChecks;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rewrites the properties of held events, and of samples, of one name; a step at a time, on workers. */
public record HeldRewrite(Transaction transaction, UUID workspace, String name, UnaryOperator<JsonObject> hashed) {

    /** Held events, or violations, of one step. */
    static final int STEP_MAX = 500;

    /** A page, up to the first row beyond the bytes of a step. */
    private static final String PAGE = """
            WITH page AS MATERIALIZED (
                SELECT id, %2$s FROM %1$s
                 WHERE workspace_id = $1 AND name = $2 AND ($3::uuid IS NULL OR id > $3)
                 ORDER BY id
                 LIMIT $4
                   FOR %4$s
            )
            SELECT o.* FROM (
                SELECT p.*, COALESCE(sum(octet_length(p.%3$s)) OVER (ORDER BY p.id
                                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                  FROM page p) o
             WHERE o.before <= $5
             ORDER BY o.id
            """;

    private static final String SAMPLES =
            PAGE.formatted("analytics.violation", "samples::text AS samples", "samples", "NO KEY UPDATE");

    private static final String SAMPLE = """
            UPDATE analytics.violation SET samples = $3::text::jsonb, version = version + 1
             WHERE workspace_id = $1 AND id = $2
            """;

    private static final String EVENTS = PAGE.formatted(
            "analytics.held_event", "properties::text AS properties, checks::text AS checks", "properties", "UPDATE");

    private static final String EVENT = """
            UPDATE analytics.held_event SET properties = $3::text::json, checks = $4::text::json
             WHERE workspace_id = $1 AND id = $2
            """;

    /** The rows of a step that change. */
    private record Rewritten(Step step, List<Tuple> changed) {}

    /**
     * Samples of violations.
     *
     * @param after where the step before ended; null for the first
     */
    public Future<Step> samples(@Nullable UUID after) {
        return step(SAMPLES, SAMPLE, after, this::sample);
    }

    /** Held events, in the same way. */
    public Future<Step> events(@Nullable UUID after) {
        return step(EVENTS, EVENT, after, this::event);
    }

    private Future<Step> step(
            String page, String update, @Nullable UUID after, Function<Row, @Nullable Tuple> rewritten) {
        var args = Tuple.of(workspace, name).addValue(after).addValue(STEP_MAX).addValue((long) Step.BYTES_MAX);
        return transaction
                .query(page, args)
                .compose(rows -> OffLoop.run(() -> rewritten(rows, rewritten)))
                .compose(done -> done.changed().isEmpty()
                        ? Future.succeededFuture(done.step())
                        : transaction.batch(update, done.changed()).map(done.step()));
    }

    /** A page that ended before its last row has more of them, and the next step finds out. */
    private static Rewritten rewritten(RowSet<Row> rows, Function<Row, @Nullable Tuple> rewritten) {
        var changed = new ArrayList<Tuple>();
        UUID last = null;
        for (var row : rows) {
            last = row.getUUID("id");
            var tuple = rewritten.apply(row);
            if (tuple != null) {
                changed.add(tuple);
            }
        }
        return new Rewritten(last == null ? Step.LAST : new Step(last.toString(), isFull(rows)), changed);
    }

    private static boolean isFull(RowSet<Row> rows) {
        long before = 0;
        for (var row : rows) {
            before = row.getLong("before");
        }
        return rows.size() == STEP_MAX || before > Step.BYTES_MAX / 2;
    }

    private @Nullable Tuple sample(Row row) {
        var before = Json.read(row.getString("samples"), JsonArray.class);
        var after = new JsonArray();
        for (int i = 0; i < before.size(); i++) {
            var sample = before.getJsonObject(i).copy();
            var properties = hashed.apply(sample.getJsonObject("properties"));
            after.add(sample.put("properties", KeyedHashes.shown(properties)));
        }
        return after.equals(before) ? null : Tuple.of(workspace, row.getUUID("id"), Json.text(after));
    }

    private @Nullable Tuple event(Row row) {
        var before = Json.read(row.getString("properties"), JsonObject.class);
        var after = hashed.apply(before);
        if (after.equals(before)) {
            return null;
        }
        var checks = Json.read(row.getString("checks"), HeldChecks.class);
        var names = new LinkedHashSet<>(checks.hashed());
        for (var property : after) {
            if (!property.getValue().equals(before.getValue(property.getKey()))) {
                names.add(property.getKey());
            }
        }
        return Tuple.of(
                workspace,
                row.getUUID("id"),
                Json.text(after),
                Json.text(new HeldChecks(names.stream().toList(), checks.faulty())));
    }
}
