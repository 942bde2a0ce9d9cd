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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets the budgets of credentials, inside the transaction that changes the credential. The account is locked first, so
 * that every charge is either in the usage that the budget begins with or counted by the meter. After the commit:
 * {@link BudgetCopies#publish}.
 */
public final class Budgets {

    private static final String INSERT = """
            INSERT INTO billing.budget (tenant, id, workspace, kind, spender, micros, per, seq, publish_seq, acked_seq, inc,
                                        closed, starts, spent, open)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 1, 0, $8, $9, $10, $11, 0)
            """;

    private static final String SPENT = "SELECT billing.spent_by($1, $2, $3, $4, $5) AS spent";

    private static final String OPEN = """
            SELECT COALESCE(sum(charged), 0)::bigint AS open FROM billing.budget_bucket
             WHERE tenant = $1 AND id = $2 AND bucket >= $3
            """;

    /** A budget that was changed is announced again when it is reached. */
    private static final String UNTOLD = "UPDATE billing.budget SET told_reset = NULL WHERE tenant = $1 AND id = $2";

    private static final String HAS_BUDGETS = """
            UPDATE billing.account
               SET budgets = EXISTS (SELECT FROM billing.budget WHERE tenant = $1 AND micros IS NOT NULL)
             WHERE tenant = $1
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
                .compose(account -> transaction
                        .query(BudgetSql.LOCK, BudgetSql.arguments(owner.key()))
                        .compose(rows -> {
                            var before = rows.stream().findFirst().map(BudgetSql::budget);
                            return set(
                                    transaction,
                                    owner,
                                    limit,
                                    account.orElseThrow().account(),
                                    before);
                        }))
                .compose(_ -> transaction.query(HAS_BUDGETS, Tuple.of(tenant.value())))
                .mapEmpty();
    }

    private Future<?> set(
            Transaction transaction,
            BudgetOwner owner,
            @Nullable BudgetLimit limit,
            Account account,
            Optional<Budget> before) {
        if (before.isEmpty()) {
            return limit == null
                    ? Future.succeededFuture()
                    : spent(transaction, owner, limit, bucket(account))
                            .compose(spent -> inserted(transaction, owner, limit, account, spent));
        }
        var old = before.get();
        if (limit == null || (old.limit() != null && old.per() == limit.per())) {
            return stored(transaction, old, old.limited(limit, owner.spender(), null, 0, 0));
        }
        long bucket = bucket(account);
        var open = Tuple.of(
                owner.key().tenant().value(), owner.key().id(), limit.per().startOf(bucket));
        return spent(transaction, owner, limit, bucket)
                .compose(spent -> transaction
                        .query(OPEN, open)
                        .compose(rows -> stored(
                                transaction,
                                old,
                                old.limited(
                                        limit,
                                        owner.spender(),
                                        spent,
                                        bucket,
                                        rows.iterator().next().getLong("open")))));
    }

    private Future<?> inserted(
            Transaction transaction, BudgetOwner owner, BudgetLimit limit, Account account, long spent) {
        return transaction.query(
                INSERT,
                BudgetSql.arguments(owner.key())
                        .addUUID(owner.workspace().value())
                        .addString(owner.kind().text())
                        .addString(owner.spender())
                        .addLong(limit.micros())
                        .addString(limit.per().text())
                        .addLong(account.revision().inc())
                        .addLong(account.closed())
                        .addLong(limit.per().startOf(bucket(account)))
                        .addLong(spent));
    }

    private static Future<?> stored(Transaction transaction, Budget before, Budget after) {
        var change = new AppliedBudget(before, after.after(before, true));
        return BudgetRows.store(transaction, List.of(change))
                .compose(_ -> transaction.query(UNTOLD, BudgetSql.arguments(before.key())));
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
