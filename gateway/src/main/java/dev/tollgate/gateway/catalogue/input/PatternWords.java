package dev.tollgate.gateway.catalogue.input;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.catalogue.schema.FieldLimits;
import dev.tollgate.gateway.catalogue.schema.ValueSchemas;
import java.util.Map;

/**
 * Says what a pattern asks for, in words with an example. Where the pattern is none of those that many fields have, the
 * field's own description says it.
 */
final class PatternWords {

    /** What every description of a field with a pattern of its own contains. */
    static final String EXAMPLE = "such as ";

    /** Those that several fields have. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            entry(FieldLimits.NOT_BLANK, "must not be blank"),
            entry(ValueSchemas.SCOPE, "must be a scope, such as tasks:write"),
            entry(ValueSchemas.MONTH, "must be a month, such as 2026-12"),
            entry(ToolInput.PRINTABLE, "must be printable ASCII, such as order-4711"),
            entry(ValueSchemas.FREE_NAME, "must not contain control characters, such as a line break"),
            entry("^[^@\\s]+@[^@\\s]+$", "must be an e-mail address, such as ada@example.org"),
            entry("^[0-9a-f]{64}$", "must be a SHA-256 in 64 lower-case hex digits, such as the output of sha256sum"),
            entry("^[A-Z]{3}$", "must be a currency of ISO 4217, such as EUR"),
            entry("^https?://[^\\s]+$", "must be an http or https URL, such as https://example.org/news"),
            entry("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", "must be a language tag of BCP 47, such as en or de-CH"),
            entry(
                    "^[A-Za-z0-9 _.:/-]+$",
                    "must be letters, digits, spaces and _ . : / - only, such as Order Completed"),
            entry(
                    "^[a-z0-9]+(-[a-z0-9]+)*$",
                    "must be lower-case letters and digits, with single hyphens between, such as annual-report"),
            entry("^([01][0-9]|2[0-3]):[0-5][0-9]$", "must be a time of day, such as 09:00"),
            entry("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$", "must be a time of day up to 24:00, such as 17:00"));

    private PatternWords() {}

    /**
     * The message about a text that does not match.
     *
     * @param schema that of the text
     */
    static String of(String pattern, JsonNode schema) {
        var known = KNOWN.get(pattern);
        if (known != null) {
            return known;
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
