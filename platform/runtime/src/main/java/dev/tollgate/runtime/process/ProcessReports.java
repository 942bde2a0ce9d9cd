package dev.tollgate.runtime.process;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The reports of all processes of an installation, in PostgreSQL. */
public final class ProcessReports {

    /** Most reports of a list. */
    static final int LISTED_MAX = 100;

    private static final Duration WRITE_MAX = Duration.ofSeconds(2);

    /** A process that has not reported for this long is silent: four reports are missing. */
    private static final Duration SILENT_AFTER = Duration.ofSeconds(20);

    /** A process that has been silent for this long is gone. */
    private static final Duration GONE_AFTER = Duration.ofDays(1);

    private static final String DROP_GONE =
            "DELETE FROM runtime.process WHERE reported_at < now() - interval '%d seconds'"
                    .formatted(GONE_AFTER.toSeconds());

    private static final String STORE = """
            INSERT INTO runtime.process (id, parts, version, phase, started_at, reported_at,
                                         check_names, check_states, figure_names, figures)
            VALUES ($1, $2, $3, $4, $5, now(), $6, $7, $8, $9)
            ON CONFLICT (id) DO UPDATE
               SET phase = excluded.phase, reported_at = excluded.reported_at,
                   check_names = excluded.check_names, check_states = excluded.check_states,
                   figure_names = excluded.figure_names, figures = excluded.figures
            """;

    private static final String DELETE = "DELETE FROM runtime.process WHERE id = $1";

    private static final String LIST = """
            SELECT *, reported_at < now() - interval '%d seconds' AS silent
              FROM runtime.process ORDER BY reported_at DESC LIMIT $1
            """.formatted(SILENT_AFTER.toSeconds());

    private final Database database;
    private final InstantSource clock;

    /** The database is in the role of the app. */
    public ProcessReports(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Those of the last day, newest first, at most {@value #LISTED_MAX}. */
    public Future<List<ProcessReport>> list() {
        return database.read(RowSecurityContext.NONE, LIST, Tuple.of(LISTED_MAX))
                .map(rows -> rows.stream().map(ProcessReports::report).toList());
    }

    /** Replaces the earlier report of the process; the time is the database's. */
    Future<Void> store(ProcessReport report) {
        var checks = List.copyOf(report.checks().entrySet());
        var figures = List.copyOf(report.figures().entrySet());
        var row = Tuple.tuple()
                .addValue(report.id())
                .addValue(report.parts().toArray(String[]::new))
                .addValue(report.version())
                .addValue(report.phase())
                .addValue(report.startedAt().atOffset(ZoneOffset.UTC))
                .addValue(checks.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .addValue(checks.stream().map(Map.Entry::getValue).toArray(String[]::new))
                .addValue(figures.stream().map(Map.Entry::getKey).toArray(String[]::new))
                .addValue(figures.stream().map(Map.Entry::getValue).toArray(Double[]::new));
        return write(STORE, row);
    }

    Future<Void> dropGone() {
        return write(DROP_GONE, Tuple.tuple());
    }

    Future<Void> delete(UUID id) {
        return write(DELETE, Tuple.of(id));
    }

    private Future<Void> write(String sql, Tuple row) {
        return database.transaction(
                RowSecurityContext.NONE,
                clock.instant().plus(WRITE_MAX),
                transaction -> transaction.query(sql, row).mapEmpty());
    }

    private static ProcessReport report(Row row) {
        var checks = new HashMap<String, String>();
        var states = row.getArrayOfStrings("check_states");
        for (var name : row.getArrayOfStrings("check_names")) {
            checks.put(name, states[checks.size()]);
        }
        var figures = new HashMap<String, Double>();
        var values = row.getArrayOfDoubles("figures");
        for (var name : row.getArrayOfStrings("figure_names")) {
            figures.put(name, values[figures.size()]);
        }
        return new ProcessReport(
                row.getUUID("id"),
                List.of(row.getArrayOfStrings("parts")),
                row.getString("version"),
                row.getString("phase"),
                row.getOffsetDateTime("started_at").toInstant(),
                row.getOffsetDateTime("reported_at").toInstant(),
                row.getBoolean("silent"),
                checks,
                figures);
    }
}
