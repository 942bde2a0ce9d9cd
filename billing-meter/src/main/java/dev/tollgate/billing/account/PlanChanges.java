package dev.tollgate.billing.account;

import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.price.Plan;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** Sets plans of accounts, in the caller's transaction. */
public final class PlanChanges {

    private final Accounts accounts;
    private final InstantSource clock;

    public PlanChanges(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    public Future<Outcome<Stored<AccountTerms>>> put(Transaction transaction, TenantId tenant, Plan plan) {
        return accounts.setPlan(transaction, tenant, plan)
                .map(update -> update.map(this::put).orElseGet(AccountChanges::noAccount));
    }

    private Outcome<Stored<AccountTerms>> put(AppliedUpdate update) {
        var after = AccountTerms.of(update.after(), clock.instant());
        return Outcome.done(new Stored<>(List.of(update), Change.of(after, change(update))));
    }

    /** The change of an account's plan or override, as a record change. */
    RecordChange change(AppliedUpdate update) {
        var before = AccountTerms.of(update.before(), clock.instant());
        return update.before().equals(update.after())
                ? RecordChange.unchanged(before)
                : RecordChange.updated(before, AccountTerms.of(update.after(), clock.instant()));
    }
}
