package dev.tollgate.modules.activity;

import dev.tollgate.runtime.postgres.MigrationSet;

/** The schema {@code activity}. */
public final class ActivityMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "activity";
    }

    @Override
    public int order() {
        return 50;
    }
}
