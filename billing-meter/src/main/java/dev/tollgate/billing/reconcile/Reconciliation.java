package dev.tollgate.billing.reconcile;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.hold.RedisFunctions;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import io.micrometer.core.instrument.Gauge;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares usage with ledger, ledger with account rows, and account rows with grants. Drift is logged and published
 * again, and a copy that is ahead of its row is rebuilt; there is no other repair. Runs in the role of the meter.
 */
public final class Reconciliation {

    /** Months for which rows are compared with their sums, well within their retention. */
    private static final int MONTHS_BACK = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(Reconciliation.class);

    private static final List<String> ACCOUNTS =
            List.of(Checks.INCLUDED, Checks.PREPAID, Checks.ROW_PREPAID, Checks.SPENT, Checks.OPEN, BudgetChecks.OPEN);

    /** Usage has a row per day, credential and more: what reads all of it takes longer with every month. */
    private static final List<String> RECENT = List.of(Checks.RECENT_USAGE, BudgetChecks.SPENT);

    private static final List<String> WHOLE =
            List.of(Checks.USAGE, Checks.ZERO, Checks.MOVEMENTS, BudgetChecks.SPENT, BudgetChecks.SPENT_IN_TOTAL);

    /** Deadline of all comparisons if a caller waits. */
    private static final Duration WHOLE_MAX = Duration.ofMinutes(10);

    private static final String AS_LONG_AS_IT_TAKES = "SELECT set_config('statement_timeout', '0', true)";

    /** Result of the last comparison; NaN if it could not be made. */
    private record Known(
            double micros,
            double accounts,
            double ahead,
            @Nullable Instant at) {
        static final Known NOTHING = new Known(Double.NaN, Double.NaN, Double.NaN, null);
    }

    private final Database database;
    private final Copies copies;
    private final CopyComparison comparison;
    private final BudgetComparison budgets;
    private final InstantSource clock;
    private volatile Known known = new Known(0, 0, 0, null);

    /** @param clock the database's */
    public Reconciliation(
            Database database, RedisFunctions functions, Copies copies, InstantSource clock, MeterRegistry registry) {
        this.database = database;
        this.copies = copies;
        this.clock = clock;
        this.comparison = new CopyComparison(database, functions);
        this.budgets = new BudgetComparison(database, functions);
        var _ = Gauge.builder("tollgate.reconcile.drift.micros", this, one -> one.known.micros())
                .description("Difference between account figures that should be equal, in micros")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.drift.accounts", this, one -> one.known.accounts())
                .description("Accounts with drift")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.copies.ahead", this, one -> one.known.ahead())
                .description("Copies in Redis that were ahead of their rows: PostgreSQL lost commits")
                .register(registry);
        var _ = Gauge.builder("tollgate.reconcile.age.seconds", this, Reconciliation::ageSeconds)
                .description("Time since the last comparison of account figures, in seconds")
                .register(registry);
    }

    /**
     * The quick comparison: of usage only the months that are not final. Drifts are published again. If figures cannot
     * be compared, that is logged, and the accounts that wait for a close are returned all the same.
     *
     * @return accounts that may wait for a close that no charge brings
     */
    public Future<List<TenantId>> run() {
        return copiesCompared()
                .compose(found -> compared(statements(ACCOUNTS, RECENT), this::read)
                        .compose(drifts -> {
                            drifts.addAll(found.drifts());
                            report(drifts, found.ahead().size());
                            return repair(drifts, found.ahead());
                        })
                        .recover(cause -> {
                            unknown(cause);
                            return Future.succeededFuture();
                        })
                        .map(found.waiting()))
                .onFailure(_ -> known = Known.NOTHING);
    }

    private double ageSeconds() {
        var at = known.at();
        return at == null ? Double.NaN : Duration.between(at, clock.instant()).toMillis() / 1e3;
    }

    private void unknown(Throwable cause) {
        known = Known.NOTHING;
        LOGGER.atError()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("reconciliation failed, drift is unknown");
    }

    /** The same for every month, every movement and every usage row of the last months. Repairs nothing. */
    public Future<List<Drift>> whole(Instant now) {
        List<SqlStatement> checks = statements(ACCOUNTS, WHOLE);
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

    /** Everything takes as long as it takes. */
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

    private void report(List<Drift> drifts, int ahead) {
        known = new Known(
                drifts.stream().mapToLong(Drift::micros).sum(), tenants(drifts).size(), ahead, clock.instant());
        drifts.forEach(drift -> LOGGER.atError()
                .addKeyValue("tenant", drift.tenant())
                .addKeyValue("what", drift.what())
                .addKeyValue("period", drift.period())
                .addKeyValue("leftMicros", drift.leftMicros())
                .addKeyValue("rightMicros", drift.rightMicros())
                .log("account drift found"));
    }

    /** A copy that is ahead would ignore a publish: it is rebuilt. */
    private Future<Void> repair(List<Drift> drifts, List<Drift> ahead) {
        return Future.join(copies.publish(tenants(drifts)), copies.dropAhead(tenants(ahead)))
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
