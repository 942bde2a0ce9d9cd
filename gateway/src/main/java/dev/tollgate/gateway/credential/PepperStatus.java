package dev.tollgate.gateway.credential;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Number of active secrets by pepper.
 *
 * @param lines the current pepper first, then the others in the settings, then missing ones
 */
public record PepperStatus(List<Line> lines) {

    /** Where the settings have a pepper. */
    public enum Place {
        CURRENT,
        OTHER,
        MISSING
    }

    /** One pepper and its secrets. */
    public record Line(String pepperId, Place place, long secrets) {}

    private static final String COUNT = "SELECT pepper_id, secrets FROM control.secrets_by_pepper()";

    public PepperStatus {
        lines = List.copyOf(lines);
    }

    /** Asks the database; fails when it is away. */
    public static Future<PepperStatus> of(Database database, Peppers peppers) {
        return database.read(RowSecurityContext.NONE, COUNT, Tuple.tuple()).map(rows -> {
            Map<String, Long> counted = new LinkedHashMap<>();
            rows.forEach(row -> counted.put(row.getString("pepper_id"), row.getLong("secrets")));
            return of(counted, peppers);
        });
    }

    private static PepperStatus of(Map<String, Long> counted, Peppers peppers) {
        var lines = new ArrayList<Line>();
        for (var id : peppers.ids()) {
            var place = id.equals(peppers.present().id()) ? Place.CURRENT : Place.OTHER;
            lines.add(new Line(id, place, counted.getOrDefault(id, 0L)));
        }
        counted.forEach((id, secrets) -> {
            if (!peppers.ids().contains(id)) {
                lines.add(new Line(id, Place.MISSING, secrets));
            }
        });
        return new PepperStatus(lines);
    }

    /** Whether every secret uses the current pepper: all others can be removed. */
    public boolean settled() {
        return lines.stream().allMatch(line -> line.place() == Place.CURRENT || line.secrets() == 0);
    }

    /** Advice for the operator about a pepper; empty for the present one. */
    public static String advice(Line line) {
        return switch (line.place()) {
            case CURRENT -> "";
            case OTHER ->
                line.secrets() == 0
                        ? "unused: it can be removed from the settings"
                        : "keep it: its secrets are rehashed when next used; or rotate their credentials";
            case MISSING -> "these secrets are rejected: add the pepper again, or rotate their credentials";
        };
    }
}
