package dev.tollgate.gateway.catalogue.schema;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.records.page.Since;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON schemas of the values inside records: ids, times, enums, scopes and free-form objects. */
public final class ValueSchemas implements CustomDefinitionProviderV2 {

    public static final String MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$";
    public static final String SCOPE = "^[a-z]+:(read|write)$";

    /** Names of custom fields hold no control characters. */
    public static final String FREE_NAME = "^[^\\u0000-\\u001f\\u007f-\\u009f]+$";

    @Override
    public @Nullable CustomDefinition provideCustomSchemaDefinition(
            ResolvedType type, SchemaGenerationContext context) {
        var schema = schema(type);
        return schema == null
                ? null
                : new CustomDefinition(
                        schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    private static @Nullable ObjectNode schema(ResolvedType type) {
        var raw = type.getErasedType();
        if (raw != Id.class && Id.class.isAssignableFrom(raw)) {
            return text().put("pattern", TypeId.pattern(raw));
        }
        if (raw.isEnum()) {
            return words(raw);
        }
        if (raw == CustomFields.class) {
            return freeFields();
        }
        if (Map.class.isAssignableFrom(raw)) {
            var values = type.typeParametersFor(Map.class);
            return values != null && values.get(1).getErasedType() == Object.class ? freeFields() : null;
        }
        return scalar(raw);
    }

    private static @Nullable ObjectNode scalar(Class<?> raw) {
        if (raw == Instant.class) {
            return text().put("format", "date-time");
        }
        if (raw == LocalDate.class) {
            return text().put("format", "date");
        }
        if (raw == YearMonth.class) {
            return text().put("pattern", MONTH);
        }
        if (raw == Since.class) {
            return text().put("pattern", Since.PATTERN);
        }
        if (raw == UUID.class) {
            return text().put("format", "uuid");
        }
        if (raw == Scope.class) {
            return text().put("pattern", SCOPE);
        }
        if (raw == Id.class) {
            return text();
        }
        return raw == JsonObject.class
                ? JsonNodeFactory.instance.objectNode().put("type", "object").put("additionalProperties", true)
                : null;
    }

    private static ObjectNode words(Class<?> type) {
        var schema = text();
        var values = schema.putArray("enum");
        for (var constant : type.getEnumConstants()) {
            values.add(Json.MAPPER.convertValue(constant, String.class));
        }
        return schema;
    }

    private static ObjectNode freeFields() {
        var schema = JsonNodeFactory.instance
                .objectNode()
                .put("type", "object")
                .put("maxProperties", CustomFields.FIELDS_MAX);
        schema.putObject("propertyNames")
                .put("minLength", 1)
                .put("maxLength", CustomFields.NAME_CHARS_MAX)
                .put("pattern", FREE_NAME);
        schema.putObject("additionalProperties")
                .put("maxLength", CustomFields.TEXT_CHARS_MAX)
                .putArray("type")
                .add("string")
                .add("number")
                .add("boolean")
                .add("null");
        return schema;
    }

    private static ObjectNode text() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }
}
