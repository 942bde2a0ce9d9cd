package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.migration.MigrationSet;

/** The schema {@code webhooks}; its walls are made by what the records bring. */
public final class WebhookMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "webhooks";
    }

    @Override
    public int order() {
        return 40;
    }
}
