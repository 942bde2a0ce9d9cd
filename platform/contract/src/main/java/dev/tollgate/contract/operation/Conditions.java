package dev.tollgate.contract.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Under which conditions a call is to take effect.
 *
 * @param idempotencyKey 1 to 255 printable ASCII characters; null when the caller gave none
 * @param ifVersions the record must have one of these versions; none will do where it is empty; null for any
 * @param ifNoneMatch the version the caller has already; null when it has none
 * @param dryRun check everything, change nothing
 * @param onExisting what a create does if there is a record of the same external IDs
 * @param table the caller reads a {@link Tabular}: all rows at once instead of a page
 * @param counted a page is to say how many records match
 */
public record Conditions(
        @Nullable String idempotencyKey,
        @Nullable List<Long> ifVersions,
        @Nullable Long ifNoneMatch,
        boolean dryRun,
        OnExisting onExisting,
        boolean table,
        boolean counted) {

    public Conditions {
        ifVersions = ifVersions == null ? null : List.copyOf(ifVersions);
    }

    public static final Conditions NONE = new Conditions(null, null, null, false);

    /** No conditions; the answer is shown as a table. */
    public static final Conditions TABLE = new Conditions(null, null, null, false, OnExisting.FAIL, true, false);

    public Conditions(
            @Nullable String idempotencyKey, @Nullable Long ifVersion, @Nullable Long ifNoneMatch, boolean dryRun) {
        this(
                idempotencyKey,
                ifVersion == null ? null : List.of(ifVersion),
                ifNoneMatch,
                dryRun,
                OnExisting.FAIL,
                false,
                false);
    }

    /** Whether a record at this version is one the caller means. */
    public boolean allow(long version) {
        return ifVersions == null || ifVersions.contains(version);
    }

    public Conditions withDryRun(boolean asked) {
        return new Conditions(idempotencyKey, ifVersions, ifNoneMatch, asked, onExisting, table, counted);
    }

    /** The same for a list whose pages say how many records match. */
    public Conditions withCount() {
        return new Conditions(idempotencyKey, ifVersions, ifNoneMatch, dryRun, onExisting, table, true);
    }

    /** The same for a further record: versions and external IDs are about the record of the call. */
    public Conditions forFurther() {
        return new Conditions(idempotencyKey, null, null, dryRun, OnExisting.FAIL, table, counted);
    }

    public Conditions withOnExisting(OnExisting asked) {
        return new Conditions(idempotencyKey, ifVersions, ifNoneMatch, dryRun, asked, table, counted);
    }
}
