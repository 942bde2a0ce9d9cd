package dev.tollgate.standalone.ctl.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a field holds, by its name, the object that contains it and its value. How a value is written and what its
 * column is called follow from this alone, for every record of every operation.
 */
enum FieldKind {
    /** Micros of US dollars: {@code *_micros}. */
    MONEY,
    /** {@code *_ms}, {@code *_seconds}, and {@code *_micros} inside a {@code duration}. */
    DURATION,
    /** An RFC 3339 time in UTC, whatever its field is called. */
    TIME,
    /** {@code id}, {@code *_id}: two of them differ in their last characters. */
    ID,
    OTHER;

    /** The field of a {@code duration} that a table shows. */
    static final String TOTAL = "total_micros";

    private static final String MICROS = "_micros";
    private static final String DURATIONS = "duration";
    private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

    /**
     * The kind of one value.
     *
     * @param holder name of the object that contains the field; empty for the record itself
     */
    static FieldKind of(String holder, String name, JsonNode value) {
        if (value.isIntegralNumber() && name.endsWith(MICROS)) {
            return holder.equals(DURATIONS) ? DURATION : MONEY;
        }
        if (value.isIntegralNumber() && (name.endsWith("_ms") || name.endsWith("_seconds"))) {
            return DURATION;
        }
        if (value.isTextual() && INSTANT.matcher(value.asText()).matches()) {
            return TIME;
        }
        return value.isTextual() && isId(name) ? ID : OTHER;
    }

    static boolean isId(String name) {
        return name.equals("id") || name.endsWith("_id");
    }

    /** The name beside a value: a unit that the value shows is not repeated. */
    static String label(String name) {
        return name.replaceFirst("(_micros|_ms|_seconds)$", "");
    }

    /** The name above a column. */
    static String heading(String name) {
        return label(name)
                .replaceFirst("_(at|code)$", "")
                .replaceFirst("_count$", "s")
                .replace('_', ' ')
                .toUpperCase(Locale.ROOT);
    }
}
