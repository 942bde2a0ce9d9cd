package dev.tollgate.gateway.control.budgets;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.BudgetCopies;
import dev.tollgate.money.account.Budgets;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets budgets with the credentials that have them, on one event loop. */
public final class BudgetChanges {

    private static final Logger LOGGER = LoggerFactory.getLogger(BudgetChanges.class);

    private final Budgets budgets;
    private final BudgetCopies copies;

    public BudgetChanges(Budgets budgets, BudgetCopies copies) {
        this.budgets = budgets;
        this.copies = copies;
    }

    /**
     * Who spends the budget of a credential or grant.
     *
     * @param spender the credential that usage names; null where there is none
     */
    public static BudgetOwner owner(Call<?> call, BudgetOwner.Kind kind, UUID id, @Nullable String spender) {
        var key = new BudgetKey(call.caller().tenantId(), id);
        return new BudgetOwner(key, call.caller().workspaceId(), kind, spender);
    }

    /**
     * Runs a write, which waits for the account if it may set a budget: that locks it, as every booking of the tenant
     * does. It is locked before all else, so that a credential can be revoked meanwhile; what comes after it waits as
     * any write does.
     */
    public <A> Future<Outcome<A>> write(
            Work work, Call<?> call, boolean setsBudget, Function<Transaction, Future<Outcome<Change<A>>>> body) {
        return setsBudget
                ? work.write(call, Accounts.LOCK_TIMEOUT, tx -> {
                    var locked = budgets.lock(tx, call.caller().tenantId());
                    tx.waitForLocks(Database.LOCK_TIMEOUT);
                    var changed = body.apply(tx);
                    return locked.compose(_ -> changed);
                })
                : work.write(call, body);
    }

    /** Sets a budget in the transaction that changes its credential; null removes it. */
    public Future<Void> set(Transaction tx, BudgetOwner owner, @Nullable BudgetTerms terms) {
        return budgets.set(tx, owner, terms == null ? null : terms.limit());
    }

    /** After the commit: it acts on the next call. Never fails, since the meter publishes again within a second. */
    public <A> Future<Outcome<A>> published(Call<?> call, UUID id, Outcome<A> outcome) {
        if (!(outcome instanceof Outcome.Done<A>)) {
            return Future.succeededFuture(outcome);
        }
        return copies.publish(
                        RowSecurityContext.ofTenant(call.caller()),
                        new BudgetKey(call.caller().tenantId(), id))
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("budget", id)
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to publish budget, will retry"))
                .transform(_ -> Future.succeededFuture(outcome));
    }
}
