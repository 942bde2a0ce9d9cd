package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Says what a pattern asks for, in words with an example. Where the pattern is none of those that many fields have, the
 * field's own description says it.
 */
final class PatternWords {

    /** What every description of a field with a pattern of its own contains. */
    static final String EXAMPLE = "such as ";

    /** Of e-mail addresses, in every module. */
    private static final String EMAIL = "^[^@\\s]+@[^@\\s]+$";

    /** Of currencies, in every module. */
    private static final String CURRENCY = "^[A-Z]{3}$";

    private PatternWords() {}

    /**
     * The message about a text that does not match.
     *
     * @param schema that of the text
     */
    static String of(String pattern, JsonNode schema) {
        if (pattern.equals(FieldLimits.NOT_BLANK)) {
            return "must not be blank";
        }
        if (pattern.equals(ValueSchemas.SCOPE)) {
            return "must be a scope, such as tasks:write";
        }
        if (pattern.equals(ValueSchemas.MONTH)) {
            return "must be a month, such as 2026-12";
        }
        if (pattern.equals(ToolInput.PRINTABLE)) {
            return "must be printable ASCII, such as order-4711";
        }
        if (pattern.equals(ValueSchemas.FREE_NAME)) {
            return "must not contain control characters, such as a line break";
        }
        if (pattern.equals(EMAIL)) {
            return "must be an e-mail address, such as ada@example.org";
        }
        if (pattern.equals(CURRENCY)) {
            return "must be a currency of ISO 4217, such as EUR";
        }
        int underscore = pattern.indexOf('_');
        if (pattern.endsWith("{25}$") && underscore > 1) {
            return "must be an id that starts with " + pattern.substring(1, underscore + 1);
        }
        for (var sentence : schema.path("description").asText().split("\\. ", -1)) {
            if (sentence.contains(EXAMPLE)) {
                return "must be as described: "
                        + (sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence);
            }
        }
        return "must match " + pattern;
    }
}
