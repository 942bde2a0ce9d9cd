package dev.tollgate.gateway.catalogue.input;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much of its answer the caller of a tool wants.
 *
 * @param detailed also the fields for audit and synchronization
 * @param fields only these, beside id and version; null for all
 */
public record AnswerOptions(boolean detailed, @Nullable Set<String> fields) {

    public AnswerOptions {
        // Not Set.copyOf: names come from callers, and its sets compare all that have one hash code.
        fields = fields == null ? null : Collections.unmodifiableSet(new HashSet<>(fields));
    }

    /** Whether a field is wanted, by one of its names. */
    public boolean want(String name, String otherName) {
        return fields == null || fields.contains(name) || fields.contains(otherName);
    }

    /** Those for a record within the answer: whole, as the caller wants the answer. */
    public AnswerOptions ofPart() {
        return new AnswerOptions(detailed, null);
    }
}
