package dev.tollgate.billing.reconcile;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.copy.BudgetCopy;
import dev.tollgate.money.copy.BudgetFunctions;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compares the copies of budgets in Redis with their rows. A copy that is absent, of another incarnation or not as new
 * as what was to be published says nothing: it is being brought up to date, or made when it is used.
 */
final class BudgetComparison {

    private static final int PAGE = RedisFunctions.ENTRIES_MAX;
    private static final UUID FIRST = new UUID(0, 0);

    private static final String ROWS = """
            SELECT tenant, id, seq, publish_seq, inc, starts, micros - spent + open AS remaining, open
              FROM billing.budget
             WHERE micros IS NOT NULL AND (tenant, id) > ($1, $2)
             ORDER BY tenant, id
             LIMIT $3
            """;

    private final Database database;
    private final BudgetFunctions functions;

    BudgetComparison(Database database, RedisFunctions functions) {
        this.database = database;
        this.functions = new BudgetFunctions(functions);
    }

    /** All budgets, a page after the other. */
    Future<List<Drift>> run() {
        List<Drift> drifts = new ArrayList<>();
        var first = new BudgetKey(new TenantId(FIRST), FIRST);
        return FutureLoop.<BudgetKey>pages(after -> page(after == null ? first : after, drifts))
                .map(drifts);
    }

    /** Completes with the last budget of a whole page. */
    private Future<@Nullable BudgetKey> page(BudgetKey after, List<Drift> drifts) {
        return database.read(
                        RowSecurityContext.INSTALLATION,
                        ROWS,
                        Tuple.of(after.tenant().value(), after.id(), PAGE))
                .compose(rows -> {
                    var keys = keys(rows);
                    if (keys.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    return functions.read(keys).map(copies -> {
                        int at = 0;
                        for (var row : rows) {
                            var key = keys.get(at);
                            copies.get(at++).ifPresent(copy -> compare(key, row, copy, drifts));
                        }
                        return keys.size() < PAGE ? null : keys.getLast();
                    });
                });
    }

    private static void compare(BudgetKey key, Row row, BudgetCopy copy, List<Drift> drifts) {
        var figures = copy.figures();
        long starts = row.getLong("starts");
        boolean comparable = figures.inc() == row.getLong("inc")
                && figures.seq() >= row.getLong("publish_seq")
                && figures.seq() <= row.getLong("seq")
                && (starts == figures.starts() || starts == figures.turn());
        if (!comparable) {
            return;
        }
        long left = starts == figures.starts() ? figures.left() : figures.nextLeft();
        long remaining = row.getLong("remaining");
        if (left != remaining) {
            drifts.add(new Drift(key.tenant(), "budget " + key.id() + " in row and copy", "", remaining, left));
        }
        long open = row.getLong("open");
        if (copy.openMicros(starts) < open) {
            drifts.add(new Drift(
                    key.tenant(), "open charges and holds of budget " + key.id(), "", open, copy.openMicros(starts)));
        }
    }

    private static List<BudgetKey> keys(RowSet<Row> rows) {
        List<BudgetKey> keys = new ArrayList<>(rows.size());
        rows.forEach(row -> keys.add(new BudgetKey(new TenantId(row.getUUID("tenant")), row.getUUID("id"))));
        return keys;
    }
}
