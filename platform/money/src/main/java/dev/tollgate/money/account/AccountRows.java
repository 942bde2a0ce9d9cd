package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.rating.OpenBucket;
import dev.tollgate.money.rating.Rating;
import dev.tollgate.runtime.postgres.Columns;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Changes of account rows by the meter, inside its transaction. Rows are locked in the order of their ids, so two
 * meters never deadlock. The caller posts the returned entries and publishes after the commit.
 */
public final class AccountRows {

    private static final String DROP_OPEN = """
            DELETE FROM billing.open_bucket AS open
             USING unnest($1::uuid[], $2::bigint[]) AS closed (tenant, bucket)
             WHERE open.tenant = closed.tenant AND open.bucket <= closed.bucket
            RETURNING open.tenant, open.bucket, open.from_included, open.from_prepaid, open.other
            """;

    private final Plans plans;

    public AccountRows(Plans plans) {
        this.plans = plans;
    }

    /** Locks those that exist until the transaction ends, in the order of their ids. */
    public Future<List<LockedAccount>> lock(Transaction transaction, Collection<TenantId> tenants) {
        return lock(transaction, AccountSql.LOCK, tenants);
    }

    /** The same, skipping locked rows. */
    public Future<List<LockedAccount>> lockFree(Transaction transaction, Collection<TenantId> tenants) {
        return lock(transaction, AccountSql.LOCK_FREE, tenants);
    }

    private Future<List<LockedAccount>> lock(Transaction transaction, String sql, Collection<TenantId> tenants) {
        Tuple ids = ids(tenants);
        Future<RowSet<Row>> rows = transaction.query(sql, ids);
        Future<RowSet<Row>> grants = transaction.query(AccountSql.GRANTS, ids);
        return Future.all(rows, grants).map(_ -> locked(rows.result(), grants.result()));
    }

    /**
     * Charges usage, for each account in the order given.
     *
     * @param slice the partition it was read from
     * @param locked the accounts, unchanged since they were locked; those without usage are left out
     * @return one element per account that has usage
     */
    public Future<List<AppliedUpdate>> applyCharges(
            Transaction transaction, int slice, List<LockedAccount> locked, Map<TenantId, List<MeteredCharge>> usage) {
        List<AppliedUpdate> applied = new ArrayList<>();
        for (LockedAccount one : locked) {
            List<MeteredCharge> charges = usage.get(one.account().tenant());
            if (charges != null) {
                applied.add(new AppliedUpdate(one.account(), Rating.charge(one.account(), one.grants(), charges)));
            }
        }
        return store(transaction, slice, applied);
    }

    /**
     * Makes each number the incarnation of its account, and forgets what was open in the old. Skips, without a lock,
     * accounts that already have this incarnation.
     */
    public Future<List<AppliedUpdate>> raiseIncarnations(Transaction transaction, Map<TenantId, Long> numbers) {
        Tuple arguments = ids(numbers.keySet()).addArrayOfLong(numbers.values().toArray(Long[]::new));
        return transaction
                .query(AccountSql.LOCK_BEHIND, arguments)
                .compose(behind ->
                        behind.size() == 0 ? Future.succeededFuture(List.of()) : raised(transaction, behind, numbers));
    }

    private Future<List<AppliedUpdate>> raised(
            Transaction transaction, RowSet<Row> behind, Map<TenantId, Long> numbers) {
        List<AppliedUpdate> applied = new ArrayList<>();
        Map<TenantId, Long> everything = new HashMap<>();
        Map<TenantId, Long> budgets = new HashMap<>();
        for (Row row : behind) {
            Account account = AccountSql.account(row, plans);
            TenantId tenant = account.tenant();
            var update = new AppliedUpdate(account, Rating.raise(account, numbers.getOrDefault(tenant, 0L)));
            if (!update.before().equals(update.after())) {
                applied.add(update);
                everything.put(tenant, Long.MAX_VALUE);
                if (row.getBoolean("budgets")) {
                    budgets.put(tenant, update.after().revision().inc());
                }
            }
        }
        if (applied.isEmpty()) {
            return Future.succeededFuture(applied);
        }
        var forgotten = dropped(transaction, everything);
        var stored = store(transaction, 0, applied);
        return Future.all(forgotten, stored, BudgetRows.raise(transaction, budgets))
                .map(applied);
    }

    /** Stores changes; fails where a row has moved on since it was read, which a lock forbids. */
    Future<List<AppliedUpdate>> store(Transaction transaction, int slice, List<AppliedUpdate> applied) {
        List<Tuple> rows = new ArrayList<>();
        List<Tuple> grants = new ArrayList<>();
        List<Tuple> opened = new ArrayList<>();
        for (AppliedUpdate one : applied) {
            TenantId tenant = one.before().tenant();
            if (!one.before().equals(one.after())) {
                rows.add(AccountSql.arguments(one.after())
                        .addLong(one.before().revision().seq()));
            }
            one.change().grants().forEach(grant -> grants.add(AccountSql.arguments(tenant, grant)));
            one.change().opened().forEach(open -> opened.add(AccountSql.arguments(tenant, slice, open)));
        }
        Future<Void> stored = all(transaction, AccountSql.UPDATE, AccountSql.UPDATED, rows)
                .compose(updated -> updated == rows.size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException("an account moved on while it was locked")));
        return Future.all(
                        stored,
                        all(transaction, AccountSql.PUT_GRANT, AccountSql.GRANTED, grants),
                        all(transaction, AccountSql.ADD_OPEN, AccountSql.OPENED, opened))
                .map(applied);
    }

    /** Takes away what is open in buckets up to the one named for each account. */
    static Future<Map<TenantId, List<OpenBucket>>> dropped(Transaction transaction, Map<TenantId, Long> upTo) {
        Tuple arguments = ids(upTo.keySet()).addArrayOfLong(upTo.values().toArray(Long[]::new));
        return transaction.query(DROP_OPEN, arguments).map(rows -> {
            Map<TenantId, List<OpenBucket>> dropped = new HashMap<>();
            rows.forEach(row -> dropped.computeIfAbsent(new TenantId(row.getUUID("tenant")), _ -> new ArrayList<>())
                    .add(AccountSql.open(row)));
            return dropped;
        });
    }

    List<LockedAccount> locked(RowSet<Row> rows, RowSet<Row> grantRows) {
        Map<UUID, List<Grant>> grants = new HashMap<>();
        grantRows.forEach(row -> grants.computeIfAbsent(row.getUUID("tenant"), _ -> new ArrayList<>())
                .add(AccountSql.grant(row)));
        List<LockedAccount> locked = new ArrayList<>();
        for (Row row : rows) {
            Account account = AccountSql.account(row, plans);
            locked.add(new LockedAccount(
                    account, grants.getOrDefault(account.tenant().value(), List.of()), row.getBoolean("budgets")));
        }
        return locked;
    }

    /** The number of rows that one statement touched, with an array of each column of these rows. */
    private static Future<Integer> all(Transaction transaction, String sql, List<Class<?>> types, List<Tuple> rows) {
        return rows.isEmpty()
                ? Future.succeededFuture(0)
                : transaction.query(sql, Columns.of(types, rows)).map(RowSet::rowCount);
    }

    /** The number of rows that the statements touched together. */
    static Future<Integer> batch(Transaction transaction, String sql, List<Tuple> arguments) {
        if (arguments.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return transaction.batch(sql, arguments).map(first -> {
            int touched = 0;
            for (RowSet<Row> rows = first; rows != null; rows = rows.next()) {
                touched += rows.rowCount();
            }
            return touched;
        });
    }

    /** As the one argument of a statement. */
    public static Tuple ids(Collection<TenantId> tenants) {
        return Tuple.tuple()
                .addArrayOfUUID(tenants.stream().map(TenantId::value).toArray(UUID[]::new));
    }
}
