package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.ReportField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The fields of events: those that each has, and properties by their definitions. Pure. */
final class EventFields {

    private EventFields() {}

    /** Any name of a property is a field where some of the events have no definition. */
    static SourceFields of(List<String> names, Map<String, DefinedEvent> defined) {
        var fields = defined(names, defined);
        boolean open = names.isEmpty() || !defined.keySet().containsAll(names);
        return open ? fields.withAnyProperty() : fields;
    }

    private static SourceFields defined(List<String> names, Map<String, DefinedEvent> defined) {
        var fields = new ArrayList<ReportField>();
        fields.add(new ReportField(EventColumns.NAME, FieldType.TEXT));
        fields.add(new ReportField(EventColumns.ACTOR, FieldType.TEXT, null, SourceFields.PII));
        fields.add(new ReportField(EventColumns.OCCURRED_AT, FieldType.TIME));
        var properties = new TreeMap<String, ReportField>();
        for (var event : defined.values()) {
            event.types()
                    .forEach((name, type) -> properties.merge(
                            SourceFields.PROPERTIES + name, property(event, name, type), EventFields::both));
        }
        fields.addAll(properties.values());
        return SourceFields.of(
                names.size() == 1 ? names.getFirst() : "these events",
                fields,
                EventColumns.OCCURRED_AT,
                (_, _) -> null);
    }

    private static ReportField property(DefinedEvent event, String name, String type) {
        var typed = switch (type) {
            case "string" -> FieldType.TEXT;
            case "integer", "number" -> FieldType.NUMBER;
            case "boolean" -> FieldType.BOOLEAN;
            default -> FieldType.ANY;
        };
        return new ReportField(SourceFields.PROPERTIES + name, typed, null, restriction(event.classOf(name)));
    }

    private static @Nullable String restriction(PropertyClass of) {
        return switch (of) {
            case NONE -> null;
            case PII, SENSITIVE -> of.name().toLowerCase(Locale.ROOT);
        };
    }

    /** A property of two events: of both types, and as restricted as the stricter one. */
    private static ReportField both(ReportField one, ReportField other) {
        var restriction = SourceFields.SENSITIVE.equals(other.restriction()) || one.restriction() == null
                ? other.restriction()
                : one.restriction();
        var type = one.type() == other.type() ? one.type() : FieldType.ANY;
        return new ReportField(one.name(), type, null, restriction);
    }
}
