package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.migration.MigrationSet;

/** The table {@code outbox.message} and who may do what with it. */
public final class OutboxMigrations implements MigrationSet {
    @Override
    public String owner() {
        return "outbox";
    }

    @Override
    public int order() {
        return 10;
    }
}
