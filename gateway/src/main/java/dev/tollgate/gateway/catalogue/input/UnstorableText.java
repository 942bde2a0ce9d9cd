package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.FieldError;
import java.util.List;

/**
 * Values that are JSON and still cannot be kept: text with the character U+0000 (PostgreSQL has none) or half a
 * surrogate pair, and numbers beyond any number type.
 */
final class UnstorableText {

    private UnstorableText() {}

    /** Whether there is one: builds no paths. */
    static boolean isIn(JsonNode node) {
        if (node.isObject()) {
            for (var field : node.properties()) {
                if (!storable(field.getKey()) || isIn(field.getValue())) {
                    return true;
                }
            }
            return false;
        }
        for (var item : node) {
            if (isIn(item)) {
                return true;
            }
        }
        return !storable(node) || (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue()));
    }

    /** Collects until there are {@link InputSchema#FAULTS_MAX}. */
    static void collect(JsonNode node, String path, List<FieldError> faults) {
        if (faults.size() >= InputSchema.FAULTS_MAX) {
            return;
        }
        if (node.isTextual()) {
            check(node.textValue(), path, faults);
        } else if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
            faults.add(new FieldError(path, "is out of range"));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(node.get(i), path + '[' + i + ']', faults);
            }
        } else if (node.isObject()) {
            for (var field : node.properties()) {
                check(field.getKey(), path, faults);
                var value = field.getValue();
                // Most values are short flat text: no path is built for those that cannot be at fault.
                if (value.isContainerNode() || value.isFloatingPointNumber() || !storable(value)) {
                    collect(value, FieldFaults.below(path, field.getKey()), faults);
                }
            }
        }
    }

    private static boolean storable(JsonNode value) {
        return !value.isTextual() || storable(value.textValue());
    }

    private static void check(String text, String path, List<FieldError> faults) {
        if (!storable(text)) {
            faults.add(new FieldError(path, "must not contain the character U+0000 or an unpaired surrogate"));
        }
    }

    private static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter == 0) {
                return false;
            }
            if (Character.isSurrogate(letter)) {
                var pair = Character.isHighSurrogate(letter)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
