package dev.tollgate.modules.analytics.definition;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.schema.SchemaLimits;
import dev.tollgate.records.schema.SchemaReader;
import dev.tollgate.records.shape.Column;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an approval makes the rule: everything of a definition that needs one. */
record DefinitionContent(
        JsonObject schema, JsonObject classes, List<String> dimensions, List<String> measures, JsonObject units) {

    private static final Column<EventDefinition, JsonObject> SCHEMA = column("schema", JsonObject.class);
    private static final Column<EventDefinition, JsonObject> CLASSES = column("classes", JsonObject.class);
    private static final Column<EventDefinition, List<String>> DIMENSIONS = column("dimensions", List.class);
    private static final Column<EventDefinition, List<String>> MEASURES = column("measures", List.class);
    private static final Column<EventDefinition, JsonObject> UNITS = column("units", JsonObject.class);

    private static final Pattern UNIT = Pattern.compile("[a-z][a-z_]{0,30}(:[A-Z]{3})?");
    private static final String UNKNOWN = "must be a property of the schema";

    private static <V> Column<EventDefinition, V> column(String name, Class<? super V> type) {
        return EventDefinitionOperations.DEFINITIONS.table().column(name, type);
    }

    /** What the fields of a definition have. */
    static DefinitionContent of(EventDefinition definition) {
        return new DefinitionContent(
                Objects.requireNonNull(definition.schema()),
                definition.classes(),
                definition.dimensions(),
                definition.measures(),
                definition.units());
    }

    /** The same with what is proposed. */
    static DefinitionContent withProposal(EventDefinition definition) {
        var content = of(definition);
        var proposed = definition.proposed();
        return proposed == null
                ? content
                : new DefinitionContent(
                        proposed.getJsonObject("schema", content.schema),
                        proposed.getJsonObject("classes", content.classes),
                        texts(proposed.getJsonArray("dimensions"), content.dimensions),
                        texts(proposed.getJsonArray("measures"), content.measures),
                        proposed.getJsonObject("units", content.units));
    }

    private static List<String> texts(@Nullable JsonArray list, List<String> otherwise) {
        return list == null ? otherwise : list.stream().map(String::valueOf).toList();
    }

    /** A definition with this content. */
    EventDefinition applyTo(EventDefinition definition) {
        return EventDefinitionOperations.DEFINITIONS
                .table()
                .copy(definition)
                .set(SCHEMA, schema)
                .set(CLASSES, classes)
                .set(DIMENSIONS, dimensions)
                .set(MEASURES, measures)
                .set(UNITS, units)
                .done();
    }

    /** What is different from another content; null for nothing. */
    @Nullable JsonObject differenceFrom(DefinitionContent before) {
        var different = new JsonObject();
        put(different, "schema", before.schema, schema);
        put(different, "classes", before.classes, classes);
        put(different, "dimensions", new JsonArray(before.dimensions), new JsonArray(dimensions));
        put(different, "measures", new JsonArray(before.measures), new JsonArray(measures));
        put(different, "units", before.units, units);
        return different.isEmpty() ? null : different;
    }

    private static void put(JsonObject different, String name, Object before, Object after) {
        if (!before.equals(after)) {
            different.put(name, after);
        }
    }

    /** The class of a property; none where it has none. */
    PropertyClass classOf(String property) {
        return classes.getValue(property) instanceof String word
                ? PropertyClass.valueOf(word.toUpperCase(Locale.ROOT))
                : PropertyClass.NONE;
    }

    List<FieldError> faults() {
        return switch (SchemaReader.read(schema, SchemaLimits.EVENT)) {
            case SchemaReader.Reading.Faulty(var faults) -> faults;
            case SchemaReader.Reading.Read(FieldSchema read) -> faults(read);
        };
    }

    private List<FieldError> faults(FieldSchema read) {
        var faults = new ArrayList<FieldError>();
        if (read.refers()) {
            faults.add(new FieldError("schema", "must have no x-ref, which is for content"));
        }
        for (var one : classes) {
            var field = "classes." + one.getKey();
            if (!read.properties().containsKey(one.getKey())) {
                faults.add(new FieldError(field, UNKNOWN));
            }
            if (Arrays.stream(PropertyClass.values())
                    .noneMatch(known -> known.name().toLowerCase(Locale.ROOT).equals(one.getValue()))) {
                faults.add(new FieldError(field, "must be none, pii or sensitive"));
            }
        }
        for (var one : units) {
            var field = "units." + one.getKey();
            if (!isNumber(read.properties().get(one.getKey()))) {
                faults.add(new FieldError(field, "must be a property that is a number"));
            }
            if (!(one.getValue() instanceof String unit) || !UNIT.matcher(unit).matches()) {
                faults.add(new FieldError(field, "must be a unit, such as seconds or cents:USD"));
            }
        }
        members(faults, "dimensions", dimensions, read, false);
        members(faults, "measures", measures, read, true);
        return faults.subList(0, Math.min(faults.size(), SchemaReader.FAULTS_MAX));
    }

    private static boolean isNumber(@Nullable FieldSchema property) {
        return property != null && property.isNumeric();
    }

    private void members(List<FieldError> faults, String field, List<String> names, FieldSchema read, boolean numbers) {
        if (names.stream().distinct().count() < names.size()) {
            faults.add(new FieldError(field, "has a property twice"));
        }
        for (int i = 0; i < names.size(); i++) {
            var property = read.properties().get(names.get(i));
            var at = field + '[' + i + ']';
            if (property == null || !property.isScalar() || (numbers && !property.isNumeric())) {
                faults.add(new FieldError(
                        at, numbers ? "must be a property that is a number" : "must be a property that is one value"));
            } else if (!"none".equals(classes.getValue(names.get(i), "none"))) {
                faults.add(new FieldError(at, "must not be pii or sensitive: hashed values have no breakdown"));
            }
        }
    }
}
