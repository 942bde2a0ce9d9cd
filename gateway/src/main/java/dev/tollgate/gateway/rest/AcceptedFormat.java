package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Which form of an answer a caller accepts: comma-separated values where it names them, and does not name JSON with a
 * greater weight, or before them with the same.
 */
final class AcceptedFormat {

    private static final String CSV = "text/csv";
    private static final String JSON = "application/json";
    private static final Pattern WEIGHT = Pattern.compile(";\\s*q=([01](?:\\.\\d{0,3})?)\\s*(?:;|$)");

    private AcceptedFormat() {}

    /** Whether a call of this operation is answered as a table. */
    static boolean table(Operation<?, ?> operation, MultiMap headers) {
        return operation.has(Trait.CSV) && csv(headers);
    }

    private static boolean csv(MultiMap headers) {
        var accepted = String.join(",", headers.getAll(HttpHeaders.ACCEPT)).toLowerCase(Locale.ROOT);
        return accepted.contains(CSV) && prefersCsv(accepted);
    }

    private static boolean prefersCsv(String accepted) {
        double csv = 0;
        double json = 0;
        boolean jsonFirst = false;
        for (var range : accepted.split(",", -1)) {
            var type = range.split(";", 2)[0].strip();
            if (type.equals(CSV)) {
                csv = Math.max(csv, weight(range));
            } else if (type.equals(JSON)) {
                json = Math.max(json, weight(range));
                jsonFirst = jsonFirst || csv == 0;
            }
        }
        return csv > json || (csv > 0 && csv == json && !jsonFirst);
    }

    private static double weight(String range) {
        var weight = WEIGHT.matcher(range);
        return weight.find() ? Double.parseDouble(weight.group(1)) : 1;
    }
}
