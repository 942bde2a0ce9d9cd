package dev.tollgate.billing.payment;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import java.time.InstantSource;

/** Dependencies of payments on one event loop. */
public record PaymentParts(
        Work work,
        AccountChanges changes,
        Database database,
        Accounts accounts,
        Cursors cursors,
        PriceBook prices,
        IdSource ids,
        InstantSource clock) {}
