package dev.tollgate.gateway.control;

import dev.tollgate.runtime.migration.MigrationSet;

/** Schema {@code control}. */
public final class ControlMigrations implements MigrationSet {

    private static final int AFTER_BILLING = 50;

    @Override
    public String owner() {
        return "control";
    }

    @Override
    public int order() {
        return AFTER_BILLING;
    }
}
