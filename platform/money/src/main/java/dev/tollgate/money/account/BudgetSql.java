package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Rows of budgets as values, and values as arguments. */
final class BudgetSql {

    private static final String SELECT = """
            SELECT tenant, id, spender, micros, per, seq, publish_seq, acked_seq, inc, closed, starts, spent, open
              FROM billing.budget
            """;

    static final String ONE = SELECT + " WHERE tenant = $1 AND id = $2";

    static final String LOCK = ONE + " FOR UPDATE";

    static final String SOME =
            SELECT + " WHERE (tenant, id) IN (SELECT * FROM unnest($1::uuid[], $2::uuid[])) ORDER BY tenant, id";

    /** Arguments: tenants, ids of budgets, credentials that usage names. */
    static final String LOCK_SPENT = SELECT + """
             WHERE tenant = ANY ($1) AND micros IS NOT NULL AND (id = ANY ($2) OR spender = ANY ($3))
             ORDER BY tenant, id
               FOR UPDATE
            """;

    static final String LOCK_DUE = SELECT + """
             WHERE (tenant, id) IN (SELECT tenant, id FROM billing.budget_bucket WHERE slice = $1 AND bucket <= $2)
             ORDER BY tenant, id
               FOR UPDATE
            """;

    /** Arguments: the budget after which to begin, and how many. */
    static final String UNPUBLISHED =
            SELECT + " WHERE publish_seq > acked_seq AND (tenant, id) > ($1, $2) ORDER BY tenant, id LIMIT $3";

    /** The last argument is the seq that was read. */
    static final String UPDATE = """
            UPDATE billing.budget
               SET spender = $3, micros = $4, per = $5, seq = $6, publish_seq = $7, inc = $8, closed = $9, starts = $10,
                   spent = $11, open = $12
             WHERE tenant = $1 AND id = $2 AND seq = $13
            """;

    /** Arguments: tenant, id, bucket, slice, micros. */
    static final String ADD_OPEN = """
            INSERT INTO billing.budget_bucket AS b (tenant, id, bucket, slice, charged) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant, id, bucket) DO UPDATE SET charged = b.charged + EXCLUDED.charged
            """;

    static final String DROP_OPEN_OF_SLICE = """
            DELETE FROM billing.budget_bucket WHERE slice = $1 AND bucket <= $2 RETURNING tenant, id, bucket, charged
            """;

    static final String DROP_OPEN = """
            DELETE FROM billing.budget_bucket WHERE tenant = $1 AND id = $2 AND bucket <= $3
            RETURNING tenant, id, bucket, charged
            """;

    private BudgetSql() {}

    static Budget budget(Row row) {
        var per = BudgetPeriod.of(row.getString("per"));
        Long micros = row.getLong("micros");
        return new Budget(
                key(row),
                row.getString("spender"),
                micros == null ? null : new BudgetLimit(micros, per),
                per,
                row.getLong("seq"),
                row.getLong("publish_seq"),
                row.getLong("inc"),
                row.getLong("closed"),
                row.getLong("starts"),
                row.getLong("spent"),
                row.getLong("open"));
    }

    static List<Budget> budgets(RowSet<Row> rows) {
        List<Budget> budgets = new ArrayList<>(rows.size());
        rows.forEach(row -> budgets.add(budget(row)));
        return budgets;
    }

    static BudgetKey key(Row row) {
        return new BudgetKey(new TenantId(row.getUUID("tenant")), row.getUUID("id"));
    }

    static Budget.OpenCharges open(Row row) {
        return new Budget.OpenCharges(row.getLong("bucket"), row.getLong("charged"));
    }

    static Tuple arguments(BudgetKey key) {
        return Tuple.of(key.tenant().value(), key.id());
    }

    static Tuple arguments(Collection<BudgetKey> keys) {
        return Tuple.tuple()
                .addArrayOfUUID(keys.stream().map(key -> key.tenant().value()).toArray(UUID[]::new))
                .addArrayOfUUID(keys.stream().map(BudgetKey::id).toArray(UUID[]::new));
    }

    /** All columns that change. */
    static Tuple arguments(Budget budget) {
        return arguments(budget.key())
                .addString(budget.spender())
                .addLong(budget.limit() == null ? null : budget.limit().micros())
                .addString(budget.per().text())
                .addLong(budget.seq())
                .addLong(budget.publishSeq())
                .addLong(budget.inc())
                .addLong(budget.closed())
                .addLong(budget.starts())
                .addLong(budget.spent())
                .addLong(budget.open());
    }
}
