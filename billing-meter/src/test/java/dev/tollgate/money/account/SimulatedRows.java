package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.budget.Budget;
import dev.tollgate.money.budget.BudgetKey;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What gateways do with rows between calls, a step at a time. */
public final class SimulatedRows {

    private static final Duration TIME_MAX = Duration.ofSeconds(2);

    private final Database database;
    private final InstantSource clock;
    private final CatchUp catchUp;
    private final int slice;

    public SimulatedRows(Database database, AccountRows rows, InstantSource clock, int slice) {
        this.database = database;
        this.clock = clock;
        this.catchUp = new CatchUp(database, rows, _ -> slice);
        this.slice = slice;
    }

    /** A hold found the copy passed by time, or with holds that nobody will charge. */
    public Future<Void> catchUp(TenantId tenant, Instant redisNow) {
        return catchUp.run(tenant, redisNow, clock.instant().plus(TIME_MAX));
    }

    /** The same for a budget. */
    public Future<Void> catchUp(BudgetKey key) {
        return database.transaction(
                RowSecurityContext.of(key.tenant()),
                clock.instant().plus(TIME_MAX),
                transaction -> BudgetRows.catchUp(transaction, key, slice));
    }

    public Future<Optional<Budget>> budget(BudgetKey key) {
        return database.read(RowSecurityContext.of(key.tenant()), BudgetSql.ONE, BudgetSql.arguments(key))
                .map(rows -> BudgetSql.budgets(rows).stream().findFirst());
    }
}
