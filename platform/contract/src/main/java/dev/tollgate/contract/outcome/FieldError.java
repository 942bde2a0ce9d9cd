package dev.tollgate.contract.outcome;

/**
 * One fault in an input.
 *
 * @param field path of the field as the caller wrote it, such as {@code items[3].title}
 * @param message what is wrong, and what would be right; never repeats a value that may be secret
 */
public record FieldError(String field, String message) {}
