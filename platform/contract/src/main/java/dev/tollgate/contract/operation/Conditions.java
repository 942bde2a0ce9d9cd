package dev.tollgate.contract.operation;

import org.jspecify.annotations.Nullable;

/**
 * Under which conditions a call is to take effect.
 *
 * @param idempotencyKey 1 to 255 printable ASCII characters; null when the caller gave none
 * @param ifVersion the version the record must have; null for any
 * @param ifNoneMatch the version the caller has already; null when it has none
 * @param dryRun check everything, change nothing
 * @param table the caller reads a {@link Table}: all rows at once instead of a page
 */
public record Conditions(
        @Nullable String idempotencyKey,
        @Nullable Long ifVersion,
        @Nullable Long ifNoneMatch,
        boolean dryRun,
        boolean table) {

    public static final Conditions NONE = new Conditions(null, null, null, false);

    /** Nothing but the wish for a table. */
    public static final Conditions TABLE = new Conditions(null, null, null, false, true);

    public Conditions(
            @Nullable String idempotencyKey, @Nullable Long ifVersion, @Nullable Long ifNoneMatch, boolean dryRun) {
        this(idempotencyKey, ifVersion, ifNoneMatch, dryRun, false);
    }

    public Conditions withDryRun(boolean asked) {
        return new Conditions(idempotencyKey, ifVersion, ifNoneMatch, asked, table);
    }
}
