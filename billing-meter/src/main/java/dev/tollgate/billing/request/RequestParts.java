package dev.tollgate.billing.request;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import java.time.InstantSource;

/** Dependencies of requests on one event loop. */
public record RequestParts(
        Work work, AccountChanges changes, Accounts accounts, Cursors cursors, IdSource ids, InstantSource clock) {}
