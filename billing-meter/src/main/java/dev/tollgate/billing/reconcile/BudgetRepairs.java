package dev.tollgate.billing.reconcile;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets what a budget says is spent to what usage says, where they differ. A meter from before budgets, which still runs
 * during an upgrade, books charges and counts no budget. A budget is a limit: no money moves.
 */
final class BudgetRepairs {

    /** The most of one round; the next round repairs the others. */
    static final int ROUND_MAX = 256;

    private static final Logger LOGGER = LoggerFactory.getLogger(BudgetRepairs.class);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(2);

    private static final String LOCK_ACCOUNT = "SELECT tenant FROM billing.account WHERE tenant = $1 FOR UPDATE";

    private static final String LOCK_BUDGET =
            "SELECT spent FROM billing.budget WHERE tenant = $1 AND id = $2 FOR UPDATE";

    private static final String REPAIR = """
            UPDATE billing.budget AS b SET spent = %s, seq = b.seq + 1, publish_seq = b.seq + 1
             WHERE b.tenant = $1 AND b.id = $2 AND %s
            RETURNING b.spent
            """.formatted(BudgetChecks.USED, BudgetChecks.WRONG);

    private final Database database;
    private final Copies copies;
    private final InstantSource clock;

    BudgetRepairs(Database database, Copies copies, InstantSource clock) {
        this.database = database;
        this.copies = copies;
        this.clock = clock;
    }

    /** Repairs the budgets that a comparison finds, one after the other. */
    Future<Void> run(BudgetChecks.Which which) {
        return database.read(RowSecurityContext.INSTALLATION, which.keys(), Tuple.of(ROUND_MAX))
                .map(BudgetRepairs::keys)
                .compose(this::repaired)
                .compose(repaired -> copies.budgets().publish(repaired));
    }

    private Future<List<BudgetKey>> repaired(List<BudgetKey> wrong) {
        List<BudgetKey> repaired = new ArrayList<>();
        Future<Void> all = Future.succeededFuture();
        for (BudgetKey budget : wrong) {
            all = all.compose(_ -> repaired(budget))
                    .onSuccess(changed -> {
                        if (changed) {
                            repaired.add(budget);
                        }
                    })
                    .recover(cause -> postponed(budget, cause))
                    .mapEmpty();
        }
        return all.map(repaired);
    }

    /** The account is locked first, as every charge locks it: its usage is read after what others have booked. */
    private Future<Boolean> repaired(BudgetKey budget) {
        var key = Tuple.of(budget.tenant().value(), budget.id());
        return database.transaction(
                RowSecurityContext.INSTALLATION,
                clock.instant().plus(TRANSACTION_TIMEOUT),
                transaction -> transaction
                        .query(LOCK_ACCOUNT, Tuple.of(budget.tenant().value()))
                        .compose(_ -> transaction.query(LOCK_BUDGET, key))
                        .compose(before -> repaired(transaction, budget, key, before)));
    }

    /** Its account may be locked by others: the next round tries again. */
    private static Future<Boolean> postponed(BudgetKey budget, Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("budget", budget.id())
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("failed to set budget to usage, will retry");
        return Future.succeededFuture(false);
    }

    private static Future<Boolean> repaired(Transaction transaction, BudgetKey budget, Tuple key, RowSet<Row> before) {
        return transaction.query(REPAIR, key).map(after -> {
            if (after.size() == 0) {
                return false;
            }
            LOGGER.atWarn()
                    .addKeyValue("tenant", budget.tenant())
                    .addKeyValue("budget", budget.id())
                    .addKeyValue("spentMicros", before.iterator().next().getLong("spent"))
                    .addKeyValue("usageMicros", after.iterator().next().getLong("spent"))
                    .log("budget set to usage");
            return true;
        });
    }

    private static List<BudgetKey> keys(RowSet<Row> rows) {
        List<BudgetKey> keys = new ArrayList<>(rows.size());
        rows.forEach(row -> keys.add(new BudgetKey(new TenantId(row.getUUID("tenant")), row.getUUID("id"))));
        return keys;
    }
}
