package dev.tollgate.contract.operation;

import org.jspecify.annotations.Nullable;

/**
 * Under which conditions a call is to take effect.
 *
 * @param idempotencyKey 1 to 255 printable ASCII characters; null when the caller gave none
 * @param ifVersion the version the record must have; null for any
 * @param ifNoneMatch the version the caller has already; null when it has none
 * @param dryRun check everything, change nothing
 */
public record Conditions(
        @Nullable String idempotencyKey,
        @Nullable Long ifVersion,
        @Nullable Long ifNoneMatch,
        boolean dryRun) {

    public static final Conditions NONE = new Conditions(null, null, null, false);
}
