package dev.tollgate.gateway.catalogue.schema;

import static java.util.Objects.requireNonNull;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ListOptions;
import dev.tollgate.runtime.json.Json;
import java.lang.ref.SoftReference;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema (2020-12) of records, made at start and never after. A component is required unless it is
 * {@code @Nullable} or a {@link Patch}; limits are jakarta-validation annotations; names are snake_case; fields keep
 * the order of the record. What {@link Components} says of a component is its description.
 */
public final class RecordSchemas {

    /**
     * Schemas follow from the declared types alone. A start asks for most of them several times: they stay while memory
     * allows.
     */
    private static final AtomicReference<SoftReference<Map<Declared, ObjectNode>>> KEPT =
            new AtomicReference<>(new SoftReference<>(new ConcurrentHashMap<>()));

    private final Map<Declared, ObjectNode> schemas = kept();
    private final Map<Components, SchemaGenerator> generators = new HashMap<>();

    /** What a schema is of; null about = an answer. */
    private record Declared(Shape<?> record, @Nullable Class<?> about) {}

    private static Map<Declared, ObjectNode> kept() {
        var schemas = requireNonNull(KEPT.get()).get();
        if (schemas == null) {
            schemas = new ConcurrentHashMap<>();
            KEPT.set(new SoftReference<>(schemas));
        }
        return schemas;
    }

    /**
     * The schema of what callers send.
     *
     * @param about the record that the operation gives, which describes the components of the same names
     */
    public ObjectNode input(Shape<?> record, Class<?> about) {
        return schemas.computeIfAbsent(new Declared(record, about), _ -> generated(record, about))
                .deepCopy();
    }

    private ObjectNode generated(Shape<?> record, Class<?> about) {
        var schema = record.type() == ListInput.class
                ? beside(
                        plain(Shape.of(record.arguments().getFirst()), about),
                        plain(Shape.of(ListOptions.class), about))
                : plain(record, about);
        record.choices().forEach((component, values) -> {
            var property = (ObjectNode) schema.path("properties").path(component);
            var choices = property.putArray("enum");
            values.forEach(choices::add);
            if (property.path("type").isArray()) {
                choices.addNull();
            }
        });
        return schema;
    }

    /** The fields of both in one object. */
    private static ObjectNode beside(ObjectNode query, ObjectNode options) {
        ((ObjectNode) query.path("properties")).setAll((ObjectNode) options.path("properties"));
        return query;
    }

    private ObjectNode plain(Shape<?> record, Class<?> about) {
        var schema = NullableShapes.merged(schema(new Components(about), record));
        // A record without components has no properties, and the generator then says less than we mean.
        schema.put("type", "object");
        if (!schema.has("properties")) {
            schema.putObject("properties");
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** The schema of what callers get: fields without a value are absent. */
    public ObjectNode output(Shape<?> record) {
        return schemas.computeIfAbsent(new Declared(record, null), _ -> generated(record))
                .deepCopy();
    }

    private ObjectNode generated(Shape<?> record) {
        var schema = NullableShapes.merged(schema(new Components(null), record));
        schema.put("type", "object");
        return schema;
    }

    private ObjectNode schema(Components components, Shape<?> record) {
        var schema = generators
                .computeIfAbsent(components, RecordSchemas::generator)
                .generateSchema(record.type(), record.arguments().toArray(Type[]::new));
        for (var name : record.without()) {
            schema.withObjectProperty("properties").remove(name);
        }
        return schema;
    }

    /** Inputs reject unknown fields and have limits; answers may get new fields. */
    private static SchemaGenerator generator(Components components) {
        boolean input = components.about() != null;
        var limits = new FieldLimits(components);
        var builder = new SchemaGeneratorConfigBuilder(
                        Json.MAPPER.copy(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(JacksonOption.SKIP_SUBTYPE_LOOKUP, JacksonOption.IGNORE_TYPE_INFO_TRANSFORM))
                .with(Option.INLINE_ALL_SCHEMAS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_ENUMS_FROM_TOSTRING);
        if (input) {
            builder.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT).with(new InheritedLimits(components));
        }
        builder.forTypesInGeneral().withPropertySorter((_, _) -> 0).withCustomDefinitionProvider(new ValueSchemas());
        builder.forFields()
                .withIgnoreCheck(field -> input && readOnly(field))
                .withPropertyNameOverrideResolver(field -> name(field.getDeclaredName()))
                .withTargetTypeOverridesResolver(RecordSchemas::patched)
                .withDescriptionResolver(components::description)
                .withInstanceAttributeOverride(limits)
                .withRequiredCheck(field -> !field.isFakeContainerItemScope() && !optional(field))
                .withNullableCheck(field -> input && !field.isFakeContainerItemScope() && takesNull(field, limits));
        return new SchemaGenerator(builder.build());
    }

    /** The name of a component as callers write it. */
    public static String name(String component) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component);
    }

    private static @Nullable List<ResolvedType> patched(FieldScope field) {
        var parameters = field.getType().typeParametersFor(Patch.class);
        return parameters == null || parameters.isEmpty() ? null : List.of(parameters.getFirst());
    }

    private static boolean optional(FieldScope field) {
        return isPatch(field) || isNullable(field);
    }

    /** A patch of a field that must have a value, by {@code @NotNull} or as the record says, cannot be cleared. */
    private static boolean takesNull(FieldScope field, FieldLimits limits) {
        return isNullable(field) || (isPatch(field) && !limits.mustHaveValue(field));
    }

    private static boolean readOnly(FieldScope field) {
        var property = field.getAnnotationConsideringFieldAndGetter(JsonProperty.class);
        return property != null && property.access() == JsonProperty.Access.READ_ONLY;
    }

    private static boolean isPatch(FieldScope field) {
        return field.getRawMember().getType() == Patch.class;
    }

    private static boolean isNullable(FieldScope field) {
        return field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
