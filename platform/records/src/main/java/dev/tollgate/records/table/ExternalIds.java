package dev.tollgate.records.table;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The name that another system has for a record. In an order, in which statements lock and make records. */
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
