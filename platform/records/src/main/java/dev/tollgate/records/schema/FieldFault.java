package dev.tollgate.records.schema;

import dev.tollgate.contract.outcome.FieldError;

/**
 * What is wrong with one value.
 *
 * @param path of the value
 * @param message what it must be; never has the value
 */
public record FieldFault(String path, Kind kind, String message) {

    /** What a schema refuses. */
    public enum Kind {
        MISSING,
        TYPE,
        VALUE,
        EXTRA
    }

    FieldError error() {
        return new FieldError(path, message);
    }
}
