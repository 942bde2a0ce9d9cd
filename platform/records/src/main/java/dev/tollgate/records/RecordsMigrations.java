package dev.tollgate.records;

import dev.tollgate.runtime.migration.MigrationSet;

/** The schemas {@code audit} and {@code idempotency}, and the functions all record tables share. */
public final class RecordsMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "records";
    }

    @Override
    public int order() {
        return 30;
    }
}
