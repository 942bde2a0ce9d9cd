package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * The end of a list that is newest first and that the server does not filter by time.
 *
 * @param field by which it is ordered
 * @param since records before this are left out
 */
record TimeCut(String field, Instant since) {

    /** The records of a page before the first that is too old. */
    JsonNode of(JsonNode page) {
        var kept = JsonNodeFactory.instance.arrayNode();
        for (var record : page) {
            if (isBefore(record)) {
                return kept;
            }
            kept.add(record);
        }
        return page;
    }

    boolean isBefore(JsonNode record) {
        try {
            return Instant.parse(record.path(field).asText()).isBefore(since);
        } catch (DateTimeParseException timeless) {
            return false;
        }
    }
}
