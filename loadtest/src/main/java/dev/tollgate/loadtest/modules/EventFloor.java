package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.environment.ProcessProbe;
import java.util.List;

/**
 * What PostgreSQL needs for the rows of tracked events alone: events and ids that are there are written once more, to
 * tables with the same columns and indexes, by the owner, in one statement each. Nothing is checked, parsed or sent.
 */
final class EventFloor {

    private static final long ROWS_MAX = 200_000;
    private static final double SECOND_NANOS = 1e9;

    private static final List<String> TABLES = List.of(
            "CREATE SCHEMA floor",
            "CREATE TABLE floor.event (LIKE bi.event INCLUDING ALL)",
            "CREATE TABLE floor.id (LIKE bi.id_0 INCLUDING ALL)");

    private static final String EVENTS = "INSERT INTO floor.event SELECT * FROM bi.event LIMIT " + ROWS_MAX;
    private static final String IDS = "INSERT INTO floor.id SELECT e.workspace_id, e.key FROM floor.event e";

    private EventFloor() {}

    static void measure(BackingServers servers, ObjectNode figures) {
        var sql = servers.sql();
        TABLES.forEach(sql::execute);
        long micros = ProcessProbe.treeMicros(servers.pid());
        long began = System.nanoTime();
        sql.execute(EVENTS);
        sql.execute(IDS);
        double seconds = (System.nanoTime() - began) / SECOND_NANOS;
        double rows = sql.number("SELECT count(*) FROM floor.event");
        figures.put("events_per_second", rows / seconds)
                .put("cpu_us_servers", (ProcessProbe.treeMicros(servers.pid()) - micros) / rows);
        sql.execute("DROP SCHEMA floor CASCADE");
    }
}
