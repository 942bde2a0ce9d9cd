package dev.tollgate.modules.crm;

import dev.tollgate.runtime.postgres.MigrationSet;

/** The schema {@code crm}. */
public final class CrmMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "crm";
    }

    @Override
    public int order() {
        return 50;
    }
}
