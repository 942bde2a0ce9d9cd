package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sets the budgets of credentials, inside the transaction that changes the credential. The account is locked first, so
 * that every charge is either in the usage that the budget begins with or counted by the meter. After the commit:
 * {@link BudgetCopies#publish}.
 */
public final class Budgets {

    private static final String INSERT = """
            INSERT INTO billing.budget (tenant, id, spender, micros, per, seq, publish_seq, inc, closed, starts, spent, open,
                                        workspace, kind, acked_seq)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0)
            """;

    private static final String SPENT = "SELECT billing.spent_by($1, $2, $3, $4, $5) AS spent";

    private static final String OPEN = """
            SELECT COALESCE(sum(charged), 0)::bigint AS open FROM billing.budget_bucket
             WHERE tenant = $1 AND id = $2 AND bucket >= $3
            """;

    /** A budget that was changed is announced again when it is reached. */
    private static final String UNTOLD = "UPDATE billing.budget SET told_reset = NULL WHERE tenant = $1 AND id = $2";

    /** The row of a removed budget stays, and follows the account into its next incarnations. */
    private static final String HAS_BUDGETS = """
            UPDATE billing.account SET budgets = EXISTS (SELECT FROM billing.budget WHERE tenant = $1) WHERE tenant = $1
            """;

    private final Accounts accounts;
    private final InstantSource clock;

    public Budgets(Accounts accounts, InstantSource clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Sets the budget, or with null removes it. What was spent in the present period counts, also from before it was
     * set.
     */
    public Future<Void> set(Transaction transaction, BudgetOwner owner, @Nullable BudgetLimit limit) {
        TenantId tenant = owner.key().tenant();
        return accounts.lock(transaction, tenant)
                .map(locked -> locked.orElseThrow().account())
                .compose(account -> transaction
                        .query(BudgetSql.LOCK, BudgetSql.arguments(owner.key()))
                        .map(BudgetSql::budgets)
                        .compose(before -> before.isEmpty()
                                ? added(transaction, owner, limit, account)
                                : BudgetRows.raised(
                                                transaction,
                                                before.getFirst(),
                                                account.revision().inc())
                                        .compose(old -> changed(transaction, owner, limit, old, bucket(account)))))
                .compose(_ -> transaction.query(HAS_BUDGETS, Tuple.of(tenant.value())))
                .mapEmpty();
    }

    private Future<Void> added(
            Transaction transaction, BudgetOwner owner, @Nullable BudgetLimit limit, Account account) {
        if (limit == null) {
            return Future.succeededFuture();
        }
        long bucket = bucket(account);
        return spent(transaction, owner, limit, bucket)
                .map(spent -> new Budget(
                        owner.key(),
                        owner.spender(),
                        limit,
                        limit.per(),
                        1,
                        1,
                        account.revision().inc(),
                        account.closed(),
                        limit.per().startOf(bucket),
                        spent,
                        0))
                .compose(budget -> transaction.query(INSERT, inserted(owner, budget)))
                .mapEmpty();
    }

    private static Tuple inserted(BudgetOwner owner, Budget budget) {
        return BudgetSql.arguments(budget)
                .addUUID(owner.workspace().value())
                .addString(owner.kind().text());
    }

    private static Future<Void> changed(
            Transaction transaction, BudgetOwner owner, @Nullable BudgetLimit limit, Budget old, long bucket) {
        if (limit == null || (old.limit() != null && old.per() == limit.per())) {
            return stored(transaction, old, old.limited(limit, owner.spender(), null, 0, 0));
        }
        var open = BudgetSql.arguments(old.key()).addLong(limit.per().startOf(bucket));
        return spent(transaction, owner, limit, bucket)
                .compose(spent -> transaction
                        .query(OPEN, open)
                        .map(rows -> old.limited(
                                limit,
                                owner.spender(),
                                spent,
                                bucket,
                                rows.iterator().next().getLong("open"))))
                .compose(after -> stored(transaction, old, after));
    }

    private static Future<Void> stored(Transaction transaction, Budget before, Budget after) {
        var change = new AppliedBudget(before, after.after(before, true));
        return BudgetRows.store(transaction, List.of(change))
                .compose(_ -> transaction.query(UNTOLD, BudgetSql.arguments(before.key())))
                .mapEmpty();
    }

    /** What usage has for the period that a bucket lies in. */
    private static Future<Long> spent(Transaction transaction, BudgetOwner owner, BudgetLimit limit, long bucket) {
        var spender = owner.spender();
        if (spender == null) {
            return Future.succeededFuture(0L);
        }
        long end = limit.per().endOf(bucket);
        var days = Tuple.of(owner.key().tenant().value(), owner.workspace().value(), spender)
                .addLocalDate(day(limit.per().startOf(bucket)))
                .addLocalDate(end >= BudgetPeriod.NEVER ? LocalDate.of(9999, 12, 31) : day(end));
        return transaction
                .query(SPENT, days)
                .map(rows -> Objects.requireNonNull(rows.iterator().next().getLong("spent")));
    }

    private static LocalDate day(long bucket) {
        return LocalDate.ofInstant(Period.startOfBucket(bucket), ZoneOffset.UTC);
    }

    /** The bucket of the present: never one that has closed. */
    private long bucket(Account account) {
        Instant now = clock.instant();
        return Math.max(Period.bucket(now), account.closed() + 1);
    }
}
