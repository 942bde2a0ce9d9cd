package dev.tollgate.modules.tasks;

import dev.tollgate.runtime.postgres.MigrationSet;

/** The schema {@code tasks}. */
public final class TasksMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "tasks";
    }

    @Override
    public int order() {
        return 50;
    }
}
