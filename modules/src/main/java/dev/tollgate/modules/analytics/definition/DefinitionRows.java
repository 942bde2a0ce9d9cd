package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.analytics.check.CompiledDefinition;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.modules.tracked.DefinedEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What queries know of definitions. */
public final class DefinitionRows {

    private static final String READ = """
            SELECT d.name, d.revision, d.schema, d.classes, d.dimensions, d.measures, d.units, d.rehashing, p.time_zone
              FROM analytics.event_definition d
              JOIN analytics.tracking_plan p ON p.workspace_id = d.workspace_id AND p.id = d.plan_id
             WHERE d.workspace_id = $1 AND d.revision > 0 AND ($2::text[] = '{}' OR d.name = ANY ($2))
            """;

    /** When an event of a definition was tracked last, to the hour; a row that others change is left for the next. */
    public static final String SEEN = """
            UPDATE analytics.event_definition SET last_seen_at = $3, version = version + 1
             WHERE workspace_id = $1 AND id = ANY (ARRAY(
                   SELECT id FROM analytics.event_definition
                    WHERE workspace_id = $1 AND name = ANY ($2) AND revision > 0
                      AND (last_seen_at IS NULL OR last_seen_at < $3::timestamptz - interval '1 hour')
                      FOR NO KEY UPDATE SKIP LOCKED))
            """;

    private DefinitionRows() {}

    public static Future<Map<String, DefinedEvent>> read(
            StatementRunner statements, WorkspaceId workspace, Set<String> names) {
        return statements
                .query(READ, Tuple.of(workspace.value()).addValue(names.toArray(String[]::new)))
                .map(rows -> {
                    var read = new HashMap<String, DefinedEvent>();
                    rows.forEach(row -> read.put(row.getString("name"), defined(row)));
                    return read;
                });
    }

    private static DefinedEvent defined(Row row) {
        return new DefinedEvent(
                row.getString("name"),
                Objects.requireNonNull(row.getInteger("revision")),
                types(row.getJsonObject("schema")),
                CompiledDefinition.classes(row.getJsonObject("classes")),
                List.of(row.getArrayOfStrings("dimensions")),
                List.of(row.getArrayOfStrings("measures")),
                units(row.getJsonObject("units")),
                Set.of(row.getArrayOfStrings("rehashing")),
                ZoneId.of(row.getString("time_zone")));
    }

    static DefinedEvent defined(EventDefinition definition, ZoneId zone) {
        return new DefinedEvent(
                definition.name(),
                definition.revision(),
                types(Objects.requireNonNull(definition.schema())),
                CompiledDefinition.classes(definition.classes()),
                definition.dimensions(),
                definition.measures(),
                units(definition.units()),
                Set.copyOf(definition.rehashing()),
                zone);
    }

    private static Map<String, String> types(JsonObject schema) {
        var types = new HashMap<String, String>();
        schema.getJsonObject("properties", new JsonObject()).forEach(property -> {
            if (property.getValue() instanceof JsonObject node) {
                types.put(property.getKey(), node.getString("type"));
            }
        });
        return types;
    }

    private static Map<String, String> units(JsonObject units) {
        var read = new HashMap<String, String>();
        units.forEach(unit -> read.put(unit.getKey(), String.valueOf(unit.getValue())));
        return read;
    }
}
