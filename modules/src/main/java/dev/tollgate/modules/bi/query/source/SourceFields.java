package dev.tollgate.modules.bi.query.source;

import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.ReportField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a source.
 *
 * @param source what callers call it
 * @param properties whether any name of a property is one: some of the events have no definition
 * @param time the field that time is about unless a query names another; null where there is none
 * @param id the id in a text of a caller, by field; null if it is none
 */
public record SourceFields(
        String source,
        Map<String, ReportField> byName,
        boolean properties,
        @Nullable String time,
        BiFunction<String, String, @Nullable UUID> id) {

    public static final String PROPERTIES = "properties.";
    static final String PII = "pii";
    static final String SENSITIVE = "sensitive";

    public static SourceFields of(
            String source,
            Collection<ReportField> fields,
            @Nullable String time,
            BiFunction<String, String, @Nullable UUID> id) {
        var byName = new LinkedHashMap<String, ReportField>();
        fields.forEach(field -> byName.put(field.name(), field));
        return new SourceFields(source, byName, false, time, id);
    }

    /** The same where properties may have any name. */
    SourceFields withAnyProperty() {
        return new SourceFields(source, byName, true, time, id);
    }

    /** The field of a name; null if there is none. */
    public @Nullable ReportField find(String name) {
        var known = byName.get(name);
        return known == null && properties && name.startsWith(PROPERTIES) && name.length() > PROPERTIES.length()
                ? new ReportField(name, FieldType.ANY)
                : known;
    }

    /** Fields that can be the time of a query: dates and times. */
    public List<String> times() {
        var times = new ArrayList<String>();
        byName.values().forEach(field -> {
            if (field.type() == FieldType.TIME || field.type() == FieldType.DATE) {
                times.add(field.name());
            }
        });
        return times;
    }
}
