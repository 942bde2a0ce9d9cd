package dev.tollgate.billing.app;

import dev.tollgate.runtime.migration.MigrationSet;

/** Tables of the meter, in the schema of the accounts, whose migrations run before. */
public final class MeterMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "meter";
    }

    @Override
    public int order() {
        return 30;
    }
}
