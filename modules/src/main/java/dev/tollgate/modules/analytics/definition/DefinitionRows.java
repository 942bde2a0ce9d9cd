package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.modules.analytics.check.CompiledDefinition;
import dev.tollgate.modules.analytics.hash.StatementRunner;
import dev.tollgate.modules.tracked.DefinedEvents;
import dev.tollgate.modules.tracked.PropertyClass;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What queries know of definitions. */
public final class DefinitionRows {

    private static final String READ = """
            WITH defined AS MATERIALIZED (
                SELECT d.name, d.revision, d.asked, d.rehashing, p.time_zone
                  FROM analytics.event_definition d
                  JOIN analytics.tracking_plan p ON p.workspace_id = d.workspace_id AND p.id = d.plan_id
                 WHERE d.workspace_id = $1 AND d.revision > 0 AND ($2::text[] = '{}' OR d.name = ANY ($2)))
            SELECT count(*)::integer AS count,
                   CASE WHEN count(DISTINCT d.time_zone) = 1 THEN min(d.time_zone) END AS time_zone,
                   COALESCE(encode(sha256(convert_to(
                       string_agg(d.name || '@' || d.revision || d.rehashing::text, ',' ORDER BY d.name), 'UTF8')), 'hex'), '')
                       AS revision,
                   ARRAY(SELECT DISTINCT r.name FROM defined o, unnest(o.rehashing) AS r (name)
                          WHERE $2 <> '{}' OR r.name = ANY ($3::text[])) AS rehashing,
                   (SELECT COALESCE(jsonb_object_agg(f.name, f.found), '{}')
                      FROM (SELECT a.key AS name,
                                   jsonb_build_array(
                                       jsonb_agg(DISTINCT a.value -> 0), jsonb_agg(DISTINCT a.value -> 1), min(a.value ->> 2))
                                       AS found
                              FROM defined o, jsonb_each(o.asked) AS a
                             WHERE ($2 <> '{}' OR $3 <> '{}') AND ($2 <> '{}' OR a.key = ANY ($3))
                             GROUP BY a.key) AS f)
                       AS properties
              FROM defined d
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

    public static Future<DefinedEvents> read(
            StatementRunner statements, WorkspaceId workspace, Set<String> names, Set<String> properties) {
        return statements
                .query(
                        READ,
                        Tuple.of(workspace.value())
                                .addValue(names.toArray(String[]::new))
                                .addValue(properties.toArray(String[]::new)))
                .map(rows -> defined(rows.iterator().next()));
    }

    private static DefinedEvents defined(Row row) {
        var properties = new HashMap<String, DefinedEvents.Property>();
        row.getJsonObject("properties")
                .forEach(one -> properties.put(one.getKey(), property((JsonArray) one.getValue())));
        var zone = row.getString("time_zone");
        return new DefinedEvents(
                Objects.requireNonNull(row.getInteger("count")),
                properties,
                Set.of(row.getArrayOfStrings("rehashing")),
                zone == null ? null : ZoneId.of(zone),
                row.getString("revision"));
    }

    private static DefinedEvents.Property property(JsonArray found) {
        return new DefinedEvents.Property(
                words(found.getJsonArray(0)).collect(Collectors.toSet()),
                words(found.getJsonArray(1))
                        .map(CompiledDefinition::ofWord)
                        .max(Comparator.naturalOrder())
                        .orElse(PropertyClass.NONE),
                found.getString(2));
    }

    private static Stream<String> words(JsonArray words) {
        return words.stream().map(String::valueOf);
    }
}
