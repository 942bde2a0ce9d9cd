package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the budgets of credentials that were revoked so long ago that no event of theirs can be booked any more, and
 * of grants that were deleted: those were removed with their grant, and nothing counts against them. The row of any
 * other removed budget stays, since its sequence goes on when it is set again. For the meter's role.
 */
public final class EndedBudgets {

    /** Budgets that one round looks at. */
    static final int PAGE = 256;

    private static final Logger LOGGER = LoggerFactory.getLogger(EndedBudgets.class);
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(2);

    private static final String LOOK = """
            WITH page AS MATERIALIZED (
                SELECT tenant, id FROM billing.budget WHERE (tenant, id) > ($1, $2) ORDER BY tenant, id LIMIT $3)
            SELECT p.tenant, p.id, p.id IN (
                       SELECT e FROM control.ended_budget_owners((SELECT array_agg(id) FROM page), $4) AS e) AS ended
              FROM page p
             ORDER BY p.tenant, p.id
            """;

    /** Locks the account before its budgets, in the same order as setting and charging a budget. */
    private static final String LOCK = "SELECT tenant FROM billing.account WHERE tenant = $1 FOR UPDATE";

    /** A budget with charges in buckets that have not closed is kept until they close. */
    private static final String DELETE = """
            DELETE FROM billing.budget AS b
             WHERE b.tenant = $1 AND b.id = ANY ($2)
               AND NOT EXISTS (SELECT FROM billing.budget_bucket o WHERE o.tenant = b.tenant AND o.id = b.id)
            """;

    private static final String HAS_BUDGETS = """
            UPDATE billing.account SET budgets = false
             WHERE tenant = $1 AND budgets AND NOT EXISTS (SELECT FROM billing.budget WHERE tenant = $1)
            """;

    private static final BudgetKey FIRST = new BudgetKey(new TenantId(new UUID(0, 0)), new UUID(0, 0));

    private final Database database;
    private final InstantSource clock;
    private final Duration settled;
    private BudgetKey after = FIRST;

    /** @param settled the time after which no event of a revoked credential can be booked */
    public EndedBudgets(Database database, InstantSource clock, Duration settled) {
        this.database = database;
        this.clock = clock;
        this.settled = settled;
    }

    /** One round, which goes on where the round before ended. */
    public Future<Void> sweep() {
        var before = clock.instant().minus(settled).atOffset(ZoneOffset.UTC);
        return database.read(
                        RowSecurityContext.INSTALLATION,
                        LOOK,
                        Tuple.of(after.tenant().value(), after.id(), PAGE, before))
                .compose(rows -> {
                    after = FIRST;
                    if (rows.size() == PAGE) {
                        rows.forEach(row -> after = key(row));
                    }
                    return delete(ended(rows));
                });
    }

    private static BudgetKey key(Row row) {
        return new BudgetKey(new TenantId(row.getUUID("tenant")), row.getUUID("id"));
    }

    private static Map<TenantId, List<UUID>> ended(RowSet<Row> rows) {
        Map<TenantId, List<UUID>> ended = new LinkedHashMap<>();
        rows.forEach(row -> {
            if (row.getBoolean("ended")) {
                ended.computeIfAbsent(new TenantId(row.getUUID("tenant")), _ -> new ArrayList<>())
                        .add(row.getUUID("id"));
            }
        });
        return ended;
    }

    private Future<Void> delete(Map<TenantId, List<UUID>> ended) {
        Future<Void> all = Future.succeededFuture();
        for (var one : ended.entrySet()) {
            all = all.compose(_ -> delete(one.getKey(), one.getValue()));
        }
        return all;
    }

    /** An account that others have locked is left for another round. */
    private Future<Void> delete(TenantId tenant, List<UUID> ids) {
        return database.transaction(
                        RowSecurityContext.INSTALLATION,
                        clock.instant().plus(TRANSACTION_TIMEOUT),
                        transaction -> delete(transaction, tenant.value(), ids))
                .recover(cause -> {
                    LOGGER.atWarn()
                            .addKeyValue("tenant", tenant)
                            .addKeyValue("reason", String.valueOf(cause.getMessage()))
                            .log("failed to delete ended budgets, will retry");
                    return Future.succeededFuture();
                });
    }

    private static Future<Void> delete(Transaction transaction, UUID tenant, List<UUID> ids) {
        var ended = Tuple.of(tenant).addArrayOfUUID(ids.toArray(UUID[]::new));
        return transaction
                .query(LOCK, Tuple.of(tenant))
                .compose(_ -> transaction.query(DELETE, ended))
                .compose(_ -> transaction.query(HAS_BUDGETS, Tuple.of(tenant)))
                .mapEmpty();
    }
}
