package dev.tollgate.gateway.catalogue;

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
        fields = fields == null ? null : Set.copyOf(fields);
    }

    /** Whether a field is wanted, by one of its names. */
    public boolean want(String name, String otherName) {
        return fields == null || fields.contains(name) || fields.contains(otherName);
    }
}
