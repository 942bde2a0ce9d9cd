package dev.tollgate.billing.account;

import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import java.time.InstantSource;

/** Dependencies of {@link BillingAccounts} on one event loop. */
public record AccountParts(
        AccountChanges changes,
        Database database,
        Accounts accounts,
        PriceBook prices,
        IdSource ids,
        InstantSource clock) {}
