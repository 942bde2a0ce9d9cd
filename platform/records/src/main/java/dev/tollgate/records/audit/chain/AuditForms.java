package dev.tollgate.records.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.operation.AuditedAs.Form;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Replaces the texts that a record declares with {@link AuditedAs}. Stateless; safe from every thread. */
final class AuditForms {

    private static final int LAST = 4;

    /** The last characters of a shorter text would be most of it. */
    private static final int SHOWN_LENGTH_MIN = 8;

    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    private static final ClassValue<Map<String, Form>> DECLARED = new ClassValue<>() {
        @Override
        protected Map<String, Form> computeValue(Class<?> type) {
            return type.isRecord() ? declared(type) : Map.of();
        }
    };

    private AuditForms() {}

    private static Map<String, Form> declared(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.isAnnotationPresent(AuditedAs.class))
                .collect(Collectors.toUnmodifiableMap(
                        component -> SNAKE_CASE.translate(component.getName()),
                        component -> Objects.requireNonNull(component.getAnnotation(AuditedAs.class))
                                .value()));
    }

    /** Whether records of this class have any. */
    static boolean declaredBy(Class<?> type) {
        return !DECLARED.get(type).isEmpty();
    }

    /** Replaces them in the JSON of a record of this class. */
    static void apply(Class<?> type, @Nullable ObjectNode json) {
        if (json == null) {
            return;
        }
        for (var declared : DECLARED.get(type).entrySet()) {
            var value = json.path(declared.getKey());
            if (value.isTextual() || value.isContainerNode()) {
                json.set(
                        declared.getKey(),
                        shown(declared.getValue(), value.isTextual() ? value.asText() : value.toString()));
            }
        }
    }

    private static JsonNode shown(Form form, String text) {
        return switch (form) {
            case DIGEST ->
                JsonNodeFactory.instance
                        .objectNode()
                        .put("length", text.codePointCount(0, text.length()))
                        .put("sha256", Sha256.hex(text));
            case LAST_4 ->
                TextNode.valueOf("…" + (text.length() < SHOWN_LENGTH_MIN ? "" : text.substring(text.length() - LAST)));
        };
    }
}
