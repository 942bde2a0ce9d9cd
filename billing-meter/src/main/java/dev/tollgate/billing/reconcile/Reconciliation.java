package dev.tollgate.billing.reconcile;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares usage with ledger, ledger with account rows, and account rows with grants. Drift is logged and published
 * again, a copy that is ahead of its row is rebuilt, and a budget is set to usage; there is no other repair. Runs in
 * the role of the meter.
 */
public final class Reconciliation {

    /** Months for which rows are compared with their sums, well within their retention. */
    private static final int MONTHS_BACK = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(Reconciliation.class);

    private static final List<String> ACCOUNTS =
            List.of(Checks.ROW_PREPAID, Checks.SPENT, Checks.OPEN, BudgetChecks.OPEN);

    /** Ledger and usage get rows with every month: what reads all of them takes longer and longer. */
    private static final List<String> RECENT =
            List.of(Checks.RECENT_INCLUDED, Checks.RECENT_USAGE, BudgetChecks.Which.BY_PERIOD.spent());

    /** Sums of every month, which are rows per month; of usage, per day and more. */
    private static final List<String> SUMS =
            List.of(Checks.INCLUDED, Checks.PREPAID, BudgetChecks.Which.IN_TOTAL.spent());

    private static final List<String> WHOLE =
            List.of(Checks.USAGE, Checks.ZERO, Checks.ENTRIES, BudgetChecks.Which.BY_PERIOD.spent());

    /** Deadline of all comparisons if a caller waits. */
    private static final Duration WHOLE_MAX = Duration.ofMinutes(10);

    private static final String AS_LONG_AS_IT_TAKES = "SELECT set_config('statement_timeout', '0', true)";

    private final Database database;
    private final Copies copies;
    private final CopyComparison comparison;
    private final BudgetComparison budgets;
    private final BudgetRepairs budgetRepairs;
    private final InstantSource clock;
    private final DriftMetrics metrics;

    /** @param clock the database's */
    public Reconciliation(
            Database database, RedisFunctions functions, Copies copies, InstantSource clock, MeterRegistry registry) {
        this.database = database;
        this.copies = copies;
        this.clock = clock;
        this.comparison = new CopyComparison(database, functions);
        this.budgets = new BudgetComparison(database, functions);
        this.budgetRepairs = new BudgetRepairs(database, copies, clock);
        this.metrics = new DriftMetrics(clock, registry);
    }

    /**
     * The quick comparison: of ledger and usage only the months that are not final. Drifts are published again, budgets
     * that differ from usage are set to it. Never fails: figures that cannot be compared are logged and NaN in the
     * metrics, and the others are compared all the same.
     *
     * @return accounts that may wait for a close that no charge brings; none if the copies cannot be read
     */
    public Future<List<TenantId>> run() {
        return copiesCompared()
                .onSuccess(found -> metrics.copiesCompared(found.ahead().size()))
                .recover(this::withoutCopies)
                .compose(found -> quick(found).map(found.waiting()));
    }

    private Future<CopyComparison.Found> withoutCopies(Throwable cause) {
        metrics.copiesUnknown();
        failed("comparison of copies failed, copies ahead are unknown", cause);
        return Future.succeededFuture(CopyComparison.Found.nothing());
    }

    private Future<Void> quick(CopyComparison.Found found) {
        return compared(statements(ACCOUNTS, RECENT), this::read)
                .onSuccess(drifts -> {
                    drifts.addAll(found.drifts());
                    drifts.forEach(Reconciliation::log);
                    metrics.compared(drifts);
                })
                .onFailure(cause -> {
                    metrics.unknown();
                    failed("reconciliation failed, drift is unknown", cause);
                })
                .transform(drifts ->
                        drifts.succeeded() ? repaired(drifts.result(), found.ahead()) : Future.succeededFuture());
    }

    private Future<Void> repaired(List<Drift> drifts, List<Drift> ahead) {
        return repair(drifts, ahead).recover(cause -> {
            failed("repair of drift failed, the next comparison retries", cause);
            return Future.succeededFuture();
        });
    }

    /**
     * Compares the sums of all months, and budgets in total, in its own time. Its drift counts until the next such
     * comparison that succeeds.
     */
    public Future<Void> sums() {
        return inItsOwnTime(statements(SUMS, List.of()))
                .onFailure(cause -> failed("comparison of sums failed, the last one counts", cause))
                .onSuccess(drifts -> {
                    drifts.forEach(Reconciliation::log);
                    metrics.summed(drifts);
                })
                .compose(drifts -> drifts.isEmpty()
                        ? Future.succeededFuture()
                        : copies.publish(tenants(drifts)).compose(_ -> budgetRepairs.run(BudgetChecks.Which.IN_TOTAL)));
    }

    private static void failed(String message, Throwable cause) {
        LOGGER.atError()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log(message);
    }

    /** The same for every month, every entry and every usage row of the last months. Repairs nothing. */
    public Future<List<Drift>> whole(Instant now) {
        List<SqlStatement> checks = statements(ACCOUNTS, SUMS);
        checks.addAll(statements(WHOLE, List.of()));
        checks.add(new SqlStatement(Checks.EVENTS, Tuple.of(Period.of(now).number() - MONTHS_BACK)));
        return inItsOwnTime(checks)
                .compose(drifts -> copiesCompared().map(found -> {
                    drifts.addAll(found.drifts());
                    drifts.addAll(found.ahead());
                    return drifts;
                }));
    }

    private Future<CopyComparison.Found> copiesCompared() {
        return comparison
                .run()
                .compose(found -> budgets.run().map(drifts -> {
                    found.drifts().addAll(drifts);
                    return found;
                }));
    }

    private static List<SqlStatement> statements(List<String> some, List<String> more) {
        List<SqlStatement> statements = new ArrayList<>();
        some.forEach(sql -> statements.add(new SqlStatement(sql, Tuple.tuple())));
        more.forEach(sql -> statements.add(new SqlStatement(sql, Tuple.tuple())));
        return statements;
    }

    private Future<RowSet<Row>> read(SqlStatement check) {
        return database.read(RowSecurityContext.INSTALLATION, check.sql(), check.args());
    }

    /** Compares without a statement timeout: these checks read whole tables. */
    private Future<List<Drift>> inItsOwnTime(List<SqlStatement> checks) {
        return database.transaction(
                RowSecurityContext.INSTALLATION,
                clock.instant().plus(WHOLE_MAX),
                transaction -> transaction
                        .query(AS_LONG_AS_IT_TAKES, Tuple.tuple())
                        .compose(_ -> compared(checks, check -> transaction.query(check.sql(), check.args()))));
    }

    /** One after the other: each pair is compared by one statement, so of one moment. */
    private static Future<List<Drift>> compared(
            List<SqlStatement> checks, Function<SqlStatement, Future<RowSet<Row>>> reading) {
        List<Drift> drifts = new ArrayList<>();
        Future<Void> compared = Future.succeededFuture();
        for (var check : checks) {
            compared = compared.compose(_ -> reading.apply(check))
                    .onSuccess(rows -> rows.forEach(row -> drifts.add(drift(row))))
                    .mapEmpty();
        }
        return compared.map(drifts);
    }

    private static void log(Drift drift) {
        LOGGER.atError()
                .addKeyValue("tenant", drift.tenant())
                .addKeyValue("what", drift.what())
                .addKeyValue("period", drift.period())
                .addKeyValue("leftMicros", drift.leftMicros())
                .addKeyValue("rightMicros", drift.rightMicros())
                .log("account drift found");
    }

    /** A copy that is ahead would ignore a publish: it is rebuilt. */
    private Future<Void> repair(List<Drift> drifts, List<Drift> ahead) {
        var repaired =
                drifts.isEmpty() ? Future.<Void>succeededFuture() : budgetRepairs.run(BudgetChecks.Which.BY_PERIOD);
        return Future.join(repaired, copies.publish(tenants(drifts)), copies.dropAhead(tenants(ahead)))
                .mapEmpty();
    }

    private static Set<TenantId> tenants(List<Drift> drifts) {
        Set<TenantId> tenants = new LinkedHashSet<>();
        drifts.forEach(drift -> tenants.add(drift.tenant()));
        return tenants;
    }

    private static Drift drift(Row row) {
        Integer period = row.getInteger("period");
        return new Drift(
                new TenantId(row.getUUID("tenant")),
                row.getString("what"),
                period == null ? "" : new Period(period).toString(),
                row.getLong("x"),
                row.getLong("y"));
    }
}
