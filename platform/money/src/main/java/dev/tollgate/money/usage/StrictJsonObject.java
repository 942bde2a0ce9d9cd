package dev.tollgate.money.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.TypeId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A JSON object being read strictly: what is missing or of another kind is named. */
record StrictJsonObject(JsonNode node) {

    StrictJsonObject {
        if (!node.isObject()) {
            throw new IllegalArgumentException("not an object");
        }
    }

    StrictJsonObject object(String field) {
        return new StrictJsonObject(present(field));
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    String text(String field) {
        JsonNode value = present(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is not a string");
        }
        return value.textValue();
    }

    @Nullable String textOrNull(String field) {
        return has(field) ? text(field) : null;
    }

    long number(String field) {
        JsonNode value = present(field);
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw new IllegalArgumentException(field + " is not an integer");
        }
        return value.longValue();
    }

    boolean flag(String field) {
        JsonNode value = present(field);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(field + " is not true or false");
        }
        return value.booleanValue();
    }

    Instant instant(String field) {
        return Instant.parse(text(field));
    }

    UUID id(String field, Class<? extends Id> type) {
        return TypeId.parse(TypeId.prefix(type), text(field))
                .orElseThrow(() -> new IllegalArgumentException(field + " is not an id of its kind"));
    }

    private JsonNode present(String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }
}
