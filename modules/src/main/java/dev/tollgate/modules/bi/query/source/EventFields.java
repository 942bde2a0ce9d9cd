package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.tracked.DefinedEvents;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.ReportField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of events: those that each has, and properties by their definitions. Pure. */
final class EventFields {

    private EventFields() {}

    /** Any name of a property is a field where some of the events have no definition. */
    static SourceFields of(List<String> names, DefinedEvents defined) {
        var fields = defined(names, defined);
        boolean open = names.isEmpty() || defined.count() < Set.copyOf(names).size();
        return open ? fields.withAnyProperty() : fields;
    }

    private static SourceFields defined(List<String> names, DefinedEvents defined) {
        var fields = new ArrayList<ReportField>();
        fields.add(new ReportField(EventColumns.NAME, FieldType.TEXT));
        fields.add(new ReportField(EventColumns.ACTOR, FieldType.TEXT, null, SourceFields.PII));
        fields.add(new ReportField(EventColumns.OCCURRED_AT, FieldType.TIME));
        new TreeMap<>(defined.properties()).forEach((name, property) -> fields.add(field(name, property)));
        return SourceFields.of(
                names.size() == 1 ? names.getFirst() : "these events",
                fields,
                EventColumns.OCCURRED_AT,
                (_, _) -> null);
    }

    private static ReportField field(String name, DefinedEvents.Property property) {
        var types = property.types().stream().map(EventFields::type).distinct().toList();
        return new ReportField(
                SourceFields.PROPERTIES + name,
                types.size() == 1 ? types.getFirst() : FieldType.ANY,
                null,
                restriction(property.strictest()));
    }

    private static FieldType type(String word) {
        return switch (word) {
            case "string" -> FieldType.TEXT;
            case "integer", "number" -> FieldType.NUMBER;
            case "boolean" -> FieldType.BOOLEAN;
            default -> FieldType.ANY;
        };
    }

    private static @Nullable String restriction(PropertyClass of) {
        return switch (of) {
            case NONE -> null;
            case PII, SENSITIVE -> of.name().toLowerCase(Locale.ROOT);
        };
    }
}
