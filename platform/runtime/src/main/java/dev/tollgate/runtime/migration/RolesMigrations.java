package dev.tollgate.runtime.migration;

/** The database roles, before anything is granted to them. */
public final class RolesMigrations implements MigrationSet {
    @Override
    public String owner() {
        return "runtime";
    }

    @Override
    public int order() {
        return 0;
    }
}
