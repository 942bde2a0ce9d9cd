package dev.tollgate.records.table;

import dev.tollgate.records.shape.SyncedRecord;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A record's name in another system. Statements lock and insert records in the order of these names. */
record ExternalIds(String source, String id) implements Comparable<ExternalIds> {

    private static final Comparator<ExternalIds> ORDER =
            Comparator.comparing(ExternalIds::source).thenComparing(ExternalIds::id);

    /** That of a record; null if it has none. */
    static @Nullable ExternalIds of(Object record) {
        return record instanceof SyncedRecord synced && synced.externalSource() != null && synced.externalId() != null
                ? new ExternalIds(synced.externalSource(), synced.externalId())
                : null;
    }

    @Override
    public int compareTo(ExternalIds other) {
        return ORDER.compare(this, other);
    }
}
