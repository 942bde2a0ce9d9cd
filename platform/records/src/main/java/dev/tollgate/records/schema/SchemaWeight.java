package dev.tollgate.records.schema;

import com.google.re2j.Pattern;

/** Estimates the memory that a schema takes, with what matching its patterns keeps. Pure. */
final class SchemaWeight {

    private static final long NODE_BYTES = 320;
    private static final long ENTRY_BYTES = 96;

    /** An instruction, its place in the queues of a match, and the thread that may be there. */
    private static final long INSTRUCTION_BYTES = 96;

    /** The ranges of a class such as \pL, which each instruction of its own has. */
    private static final long CLASS_BYTES = 4 << 10;

    private static final java.util.regex.Pattern CLASS = java.util.regex.Pattern.compile("\\\\[pP]");

    private SchemaWeight() {}

    static long bytes(FieldSchema schema) {
        long bytes = NODE_BYTES;
        for (var property : schema.properties().entrySet()) {
            bytes += text(property.getKey()) + bytes(property.getValue());
        }
        for (var name : schema.required()) {
            bytes += text(name);
        }
        var items = schema.items();
        if (items != null) {
            bytes += bytes(items);
        }
        var choices = schema.choices();
        if (choices != null) {
            for (var choice : choices) {
                bytes += text(choice.toString());
            }
        }
        var pattern = schema.pattern();
        return pattern == null ? bytes : bytes + bytes(pattern);
    }

    private static long text(String text) {
        return ENTRY_BYTES + (long) Character.BYTES * text.length();
    }

    private static long bytes(Pattern pattern) {
        long classes = CLASS.matcher(pattern.pattern()).results().count();
        return pattern.programSize() * INSTRUCTION_BYTES + classes * CLASS_BYTES + text(pattern.pattern());
    }
}
