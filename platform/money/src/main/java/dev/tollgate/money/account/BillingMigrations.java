package dev.tollgate.money.account;

import dev.tollgate.runtime.migration.MigrationSet;

/** The tables of accounts: {@code billing.account} and its dependent tables. */
public final class BillingMigrations implements MigrationSet {

    @Override
    public String owner() {
        return "billing";
    }

    @Override
    public int order() {
        return 20;
    }
}
