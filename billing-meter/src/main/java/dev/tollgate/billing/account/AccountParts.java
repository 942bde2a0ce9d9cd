package dev.tollgate.billing.account;

import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import java.time.InstantSource;

/** What {@link BillingAccounts} works with on one event loop. */
public record AccountParts(
        Work work,
        Database database,
        Accounts accounts,
        Copies copies,
        Posting posting,
        PriceBook prices,
        IdSource ids,
        InstantSource clock) {}
