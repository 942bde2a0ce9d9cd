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

    /** The account, locked, and the bucket of the present. */
    private record Present(Account account, long bucket) {}

    private static final String NOW = "SELECT clock_timestamp() AS now";

    private static final String INSERT = """
            INSERT INTO billing.budget (tenant, id, spender, micros, per, seq, publish_seq, inc, closed, starts, spent,
                                        open, workspace, kind, acked_seq)
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

    /** Locks what {@link #set} does: for a transaction that locks more, and is to hold nothing else while it waits. */
    public Future<?> lock(Transaction transaction, TenantId tenant) {
        return accounts.lock(transaction, tenant);
    }

    /**
     * Sets the budget, or with null removes it. What was spent in the present period counts, also from before it was
     * set.
     */
    public Future<Void> set(Transaction transaction, BudgetOwner owner, @Nullable BudgetLimit limit) {
        TenantId tenant = owner.key().tenant();
        return present(transaction, tenant)
                .compose(present -> transaction
                        .query(BudgetSql.LOCK, BudgetSql.arguments(owner.key()))
                        .map(BudgetSql::budgets)
                        .compose(before -> before.isEmpty()
                                ? added(transaction, owner, limit, present)
                                : BudgetRows.raised(
                                                transaction,
                                                before.getFirst(),
                                                present.account().revision().inc())
                                        .compose(old -> changed(transaction, owner, limit, old, present.bucket()))))
                .compose(_ -> transaction.query(HAS_BUDGETS, Tuple.of(tenant.value())))
                .mapEmpty();
    }

    private Future<Present> present(Transaction transaction, TenantId tenant) {
        var locked = accounts.lock(transaction, tenant);
        var read = transaction.query(NOW, Tuple.tuple());
        return locked.compose(found -> read.map(rows -> {
            var account = found.orElseThrow().account();
            var byDatabase = rows.iterator().next().getOffsetDateTime("now").toInstant();
            return new Present(account, bucket(account, clock.instant(), byDatabase));
        }));
    }

    /**
     * The bucket of the present: by the slower clock, so that no period begins that is not there yet, and never one
     * that has closed. A period that has begun meanwhile begins with its first charge.
     */
    private static long bucket(Account account, Instant now, Instant byDatabase) {
        return Math.max(Period.bucket(now.isBefore(byDatabase) ? now : byDatabase), account.closed() + 1);
    }

    private static Future<Void> added(
            Transaction transaction, BudgetOwner owner, @Nullable BudgetLimit limit, Present present) {
        if (limit == null) {
            return Future.succeededFuture();
        }
        long bucket = present.bucket();
        return spent(transaction, owner, limit, bucket)
                .map(spent -> new Budget(
                        owner.key(),
                        owner.spender(),
                        limit,
                        limit.per(),
                        1,
                        1,
                        present.account().revision().inc(),
                        present.account().closed(),
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
}
