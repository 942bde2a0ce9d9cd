package dev.tollgate.records.report;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field of a source of reports. */
public record ReportField(
        @JsonPropertyDescription("Its name in queries.") String name,

        @JsonPropertyDescription("text, id, number, boolean, time, date or any.")
        FieldType type,

        @JsonPropertyDescription("Its values, where they are a closed set.") @Nullable List<String> values,

        @JsonPropertyDescription("pii: only eq, in and count_distinct. sensitive: only exists.") @Nullable String restriction) {

    public ReportField {
        values = values == null ? null : List.copyOf(values);
    }

    /** A field without restrictions. */
    public ReportField(String name, FieldType type) {
        this(name, type, null, null);
    }
}
