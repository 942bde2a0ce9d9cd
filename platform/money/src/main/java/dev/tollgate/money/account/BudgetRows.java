package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetCharge;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetMutation;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of budgets by the meter, inside its transaction: after their accounts, and in the order of tenants and ids,
 * so that two meters never deadlock. The caller publishes after the commit.
 */
public final class BudgetRows {

    private static final String RAISE = """
            UPDATE billing.budget AS b SET inc = raised.inc, open = 0, seq = seq + 1
              FROM unnest($1::uuid[], $2::bigint[]) AS raised (tenant, inc)
             WHERE b.tenant = raised.tenant AND b.inc < raised.inc
            """;

    private static final String FORGET_OPEN = "DELETE FROM billing.budget_bucket WHERE tenant = ANY ($1)";

    private static final String PRESENT = """
            SELECT inc, COALESCE((SELECT closed FROM billing.slice WHERE slice = $2), 0) AS closed
              FROM billing.account
             WHERE tenant = $1
            """;

    private BudgetRows() {}

    /** Counts charges against the budgets of their credentials; those without one are left out. */
    public static Future<List<AppliedBudget>> charge(Transaction transaction, int slice, List<BudgetCharge> charges) {
        var ids = Tuple.tuple()
                .addArrayOfUUID(charges.stream()
                        .map(one -> one.tenant().value())
                        .distinct()
                        .toArray(UUID[]::new))
                .addArrayOfUUID(charges.stream()
                        .<@Nullable UUID>map(one -> one.hold().budget())
                        .distinct()
                        .toArray(UUID[]::new))
                .addArrayOfString(charges.stream()
                        .<@Nullable String>map(BudgetCharge::spender)
                        .distinct()
                        .toArray(String[]::new));
        return transaction
                .query(BudgetSql.LOCK_SPENT, ids)
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(List.of())
                        : charged(transaction, slice, charges, BudgetSql.budgets(rows)));
    }

    private static Future<List<AppliedBudget>> charged(
            Transaction transaction, int slice, List<BudgetCharge> charges, List<Budget> budgets) {
        Map<BudgetKey, BudgetMutation> mutations = mutations(charges, budgets);
        List<AppliedBudget> applied = new ArrayList<>(budgets.size());
        List<Tuple> opened = new ArrayList<>();
        for (Budget budget : budgets) {
            var mutation = mutations.getOrDefault(budget.key(), new BudgetMutation(budget));
            applied.add(new AppliedBudget(budget, mutation.done()));
            mutation.opened()
                    .forEach(open -> opened.add(BudgetSql.arguments(budget.key())
                            .addLong(open.bucket())
                            .addInteger(slice)
                            .addLong(open.micros())));
        }
        return AccountRows.batch(transaction, BudgetSql.ADD_OPEN, opened).compose(_ -> store(transaction, applied));
    }

    /** A charge counts against the budget it was held under, else against the present one of its credential. */
    private static Map<BudgetKey, BudgetMutation> mutations(List<BudgetCharge> charges, List<Budget> budgets) {
        Map<BudgetKey, BudgetMutation> byKey = new HashMap<>();
        Map<TenantId, Map<String, BudgetMutation>> bySpender = new HashMap<>();
        for (Budget budget : budgets) {
            var mutation = new BudgetMutation(budget);
            byKey.put(budget.key(), mutation);
            bySpender
                    .computeIfAbsent(budget.key().tenant(), _ -> new HashMap<>())
                    .put(String.valueOf(budget.spender()), mutation);
        }
        for (BudgetCharge charge : charges) {
            var held = charge.hold().budget();
            var mutation = held == null ? null : byKey.get(new BudgetKey(charge.tenant(), held));
            if (mutation == null && charge.spender() != null) {
                mutation = bySpender.getOrDefault(charge.tenant(), Map.of()).get(charge.spender());
            }
            if (mutation != null) {
                mutation.charge(charge);
            }
        }
        return byKey;
    }

    /** Closes the budgets that have charges in buckets of a slice up to this one. */
    public static Future<List<AppliedBudget>> close(Transaction transaction, int slice, long bucket) {
        return transaction.query(BudgetSql.LOCK_DUE, Tuple.of(slice, bucket)).compose(locked -> {
            var budgets = BudgetSql.budgets(locked);
            return budgets.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : transaction
                            .query(BudgetSql.DROP_OPEN_OF_SLICE, Tuple.of(slice, bucket))
                            .compose(dropped -> store(transaction, closed(budgets, bucket, dropped)));
        });
    }

    /**
     * Brings one budget up to the incarnation of its account, and closes it as far as its slice is closed: for holds
     * that no charge will come for, past periods, and rows that a raise has left behind. The incarnation is read after
     * the row is locked; a raise that commits later finds the row itself.
     */
    static Future<Void> catchUp(Transaction transaction, BudgetKey key, int slice) {
        var locked = transaction.query(BudgetSql.LOCK, BudgetSql.arguments(key));
        return transaction
                .query(PRESENT, Tuple.of(key.tenant().value(), slice))
                .compose(present -> locked.compose(rows -> rows.size() == 0 || present.size() == 0
                        ? Future.succeededFuture()
                        : caughtUp(
                                transaction,
                                BudgetSql.budget(rows.iterator().next()),
                                present.iterator().next())));
    }

    private static Future<Void> caughtUp(Transaction transaction, Budget before, Row present) {
        long bucket = present.getLong("closed");
        return raised(transaction, before, present.getLong("inc"))
                .compose(budget -> budget.closed() >= bucket
                        ? Future.succeededFuture()
                        : transaction
                                .query(
                                        BudgetSql.DROP_OPEN,
                                        BudgetSql.arguments(budget.key()).addLong(bucket))
                                .compose(dropped -> store(transaction, closed(List.of(budget), bucket, dropped)))
                                .mapEmpty());
    }

    /** The locked budget in this incarnation of its account: stored anew, nothing open, where it is of an older one. */
    static Future<Budget> raised(Transaction transaction, Budget budget, long inc) {
        if (budget.inc() >= inc) {
            return Future.succeededFuture(budget);
        }
        var raised = new AppliedBudget(budget, budget.raised(inc).after(budget, true));
        return transaction
                .query(BudgetSql.DROP_OPEN, BudgetSql.arguments(budget.key()).addLong(Long.MAX_VALUE))
                .compose(_ -> store(transaction, List.of(raised)))
                .map(raised.after());
    }

    private static List<AppliedBudget> closed(List<Budget> budgets, long bucket, RowSet<Row> dropped) {
        Map<BudgetKey, List<Budget.OpenCharges>> open = new HashMap<>();
        dropped.forEach(row ->
                open.computeIfAbsent(BudgetSql.key(row), _ -> new ArrayList<>()).add(BudgetSql.open(row)));
        return budgets.stream()
                .map(before -> new AppliedBudget(
                        before,
                        before.closedTo(bucket, open.getOrDefault(before.key(), List.of()))
                                .after(before, true)))
                .toList();
    }

    /** Follows accounts into their new incarnations. The copies of budgets are made when they are used. */
    static Future<Void> raise(Transaction transaction, Map<TenantId, Long> numbers) {
        if (numbers.isEmpty()) {
            return Future.succeededFuture();
        }
        var raised = AccountRows.ids(numbers.keySet())
                .addArrayOfLong(numbers.values().toArray(Long[]::new));
        return transaction
                .query(RAISE, raised)
                .compose(_ -> transaction.query(FORGET_OPEN, AccountRows.ids(numbers.keySet())))
                .mapEmpty();
    }

    /** Stores changes; fails where a row has moved on since it was read, which a lock forbids. */
    static Future<List<AppliedBudget>> store(Transaction transaction, List<AppliedBudget> applied) {
        var rows = applied.stream()
                .filter(one -> !one.before().equals(one.after()))
                .map(one ->
                        BudgetSql.arguments(one.after()).addLong(one.before().seq()))
                .toList();
        if (rows.isEmpty()) {
            return Future.succeededFuture(applied);
        }
        return AccountRows.batch(transaction, BudgetSql.UPDATE, rows)
                .compose(updated -> updated == rows.size()
                        ? Future.succeededFuture(applied)
                        : Future.failedFuture(new IllegalStateException("a budget moved on while it was locked")));
    }
}
