package dev.tollgate.billing.app;

import dev.tollgate.runtime.postgres.MigrationSet;

/** The tables of the meter; they stand in the schema of the accounts, which are made before. */
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
