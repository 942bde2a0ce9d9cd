package dev.tollgate.modules.analytics.violation;

import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.tracked.HeldChecks;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rewrites the properties of held events, and of samples, of one name. */
public record HeldRewrite(Transaction transaction, UUID workspace, String name, UnaryOperator<JsonObject> hashed) {

    /** Held events of one step. */
    static final int STEP_MAX = 500;

    private static final String SAMPLES = """
            SELECT id, samples FROM analytics.violation WHERE workspace_id = $1 AND name = $2 FOR NO KEY UPDATE
            """;

    private static final String SAMPLE = """
            UPDATE analytics.violation SET samples = $3, version = version + 1 WHERE workspace_id = $1 AND id = $2
            """;

    private static final String EVENTS = """
            SELECT id, properties, checks FROM analytics.held_event
             WHERE workspace_id = $1 AND name = $2 AND ($3::uuid IS NULL OR id > $3)
             ORDER BY id
             LIMIT $4
               FOR UPDATE
            """;

    private static final String EVENT =
            "UPDATE analytics.held_event SET properties = $3, checks = $4 WHERE workspace_id = $1 AND id = $2";

    public Future<?> samples() {
        return transaction.query(SAMPLES, Tuple.of(workspace, name)).map(rows -> {
            for (var row : rows) {
                var before = row.getJsonArray("samples");
                var after = new JsonArray();
                for (int i = 0; i < before.size(); i++) {
                    var sample = before.getJsonObject(i).copy();
                    var properties = hashed.apply(sample.getJsonObject("properties"));
                    after.add(sample.put("properties", KeyedHashes.shown(properties)));
                }
                if (!after.equals(before)) {
                    var _ = transaction.query(SAMPLE, Tuple.of(workspace, row.getUUID("id"), after));
                }
            }
            return rows.size();
        });
    }

    /** The last event of the step; null once there is none. */
    public Future<@Nullable UUID> events(@Nullable UUID after) {
        return transaction
                .query(EVENTS, Tuple.of(workspace, name).addValue(after).addValue(STEP_MAX))
                .map(rows -> {
                    UUID last = null;
                    for (var row : rows) {
                        last = row.getUUID("id");
                        rewrite(row);
                    }
                    return last;
                });
    }

    private void rewrite(Row row) {
        var before = row.getJsonObject("properties");
        var after = hashed.apply(before);
        if (after.equals(before)) {
            return;
        }
        var checks = Json.read(row.getJsonObject("checks").encode(), HeldChecks.class);
        var names = new LinkedHashSet<>(checks.hashed());
        for (var property : after) {
            if (!property.getValue().equals(before.getValue(property.getKey()))) {
                names.add(property.getKey());
            }
        }
        var _ = transaction.query(
                EVENT,
                Tuple.of(
                        workspace,
                        row.getUUID("id"),
                        after,
                        Json.object(new HeldChecks(names.stream().toList(), checks.faulty()))));
    }
}
