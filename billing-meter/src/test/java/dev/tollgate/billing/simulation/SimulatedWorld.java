package dev.tollgate.billing.simulation;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.intake.BookingParts;
import dev.tollgate.billing.intake.OperationModules;
import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.reconcile.Drift;
import dev.tollgate.billing.reconcile.Reconciliation;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.account.AccountClosing;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.account.SimulatedRows;
import dev.tollgate.money.hold.SimulatedRedis;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The real servers under a simulation: a database, two servers of Redis, and every clock, which is set and never runs.
 * One account at a time.
 */
final class SimulatedWorld implements AutoCloseable {

    static final int METERS = 2;

    private static final String TAKE_NUMBER = "SELECT n FROM billing.take_copy_numbers($1)";
    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    final BillingBench bench = new BillingBench();
    final List<SimulatedRedis> servers;
    final SimulatedClocks clocks = new SimulatedClocks(bench, METERS);
    private final Map<SimulatedRedis, Reconciliation> reconciliations = new HashMap<>();
    private final List<Database> meters = new ArrayList<>();
    private final Database app;
    private int slice = BillingBench.SLICES;
    TenantId tenant;
    WorkspaceId workspace;
    SimulatedRows rows;

    SimulatedWorld() {
        this(FunctionLibrary.source());
    }

    /** @param library the functions, which a test may have changed */
    SimulatedWorld(String library) {
        clocks.set(monthEnd());
        app = opened(DatabaseRole.APP, bench.clock);
        for (int i = 0; i < METERS; i++) {
            meters.add(opened(DatabaseRole.METER, clocks.ofMeter(i)));
        }
        servers = List.of(new SimulatedRedis(bench.vertx, library), new SimulatedRedis(bench.vertx, library));
        for (var server : servers) {
            clocks.add(server);
            reconciliations.put(server, reconciliation(server, SimulatedRedis.timed(library)));
        }
    }

    private Database opened(DatabaseRole role, InstantSource clock) {
        return bench.onLoop(() -> Database.open(bench.vertx, bench.postgres, role, 2, clock));
    }

    private Reconciliation reconciliation(SimulatedRedis server, String library) {
        var functions = bench.onLoop(() -> RedisFunctions.open(bench.vertx, server.url(), library));
        var setup = new Copies.Setup(bench.plans, bench.clock, _ -> slice, _ -> {}, new CopyRebuilds());
        return new Reconciliation(
                bench.meter,
                functions,
                new Copies(bench.meter, functions, setup),
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    /** A new account in a slice of its own, so long before the end of a month. */
    void begin(Plan plan, Duration beforeMonthEnd) {
        slice++;
        servers.forEach(server -> server.flush(now()));
        clocks.set(monthEnd().minus(beforeMonthEnd));
        clocks.correct();
        bench.execute("UPDATE billing.clock_state SET disagreed = false");
        tenant = new TenantId(bench.ids.next());
        var _ = done(app.transaction(
                RowSecurityContext.INSTALLATION,
                deadline(),
                transaction -> bench.accounts.create(transaction, tenant, plan)));
        workspace = bench.addWorkspace(tenant);
        rows = new SimulatedRows(app, bench.rows, bench.clock, slice);
        var account = done(bench.accounts.read(app, tenant)).orElseThrow().account();
        var _ = servers.getFirst().prepare(tenant, 1);
        var _ = servers.getFirst().publish(tenant, PublishedFigures.of(account));
    }

    /** Ahead of the present, so that no deadline has passed, and the same for every run. */
    private static Instant monthEnd() {
        return Period.of(InstantSource.system().instant()).next().end();
    }

    int slice() {
        return slice;
    }

    Database app() {
        return app;
    }

    Instant now() {
        return clocks.now();
    }

    <T> T done(Future<T> step) {
        return bench.await(() -> step);
    }

    Instant deadline() {
        return now().plus(TIME_MAX);
    }

    /** A change of the account by an operation. */
    AppliedUpdate change(Function<Transaction, Future<Optional<AppliedUpdate>>> body) {
        return bench.await(() -> app.transaction(RowSecurityContext.of(tenant), deadline(), transaction -> {
            var _ = Transfers.announce(transaction);
            return body.apply(transaction)
                    .compose(update ->
                            posted(transaction, List.of(update.orElseThrow())).map(update.orElseThrow()));
        }));
    }

    /** A change by a meter that no record brings: accounts in which nothing is charged. */
    void closeAged(int meter) {
        var now = clocks.ofMeter(meter).instant();
        var _ = bench.await(() -> meters.get(meter)
                .transaction(RowSecurityContext.INSTALLATION, now.plus(TIME_MAX), transaction -> {
                    var _ = Transfers.announce(transaction);
                    return new AccountClosing(bench.rows)
                            .closeUncharged(transaction, _ -> slice, List.of(tenant), now)
                            .compose(applied -> posted(transaction, applied));
                }));
    }

    private Future<Void> posted(Transaction transaction, List<AppliedUpdate> applied) {
        return bench.posting
                .post(transaction, applied, bench.ids.next(), _ -> Purpose.NONE, now())
                .mapEmpty();
    }

    /** The number of a new copy. */
    long takeNumber() {
        return bench.await(() -> app.transaction(
                RowSecurityContext.NONE,
                deadline(),
                transaction -> transaction
                        .query(TAKE_NUMBER, Tuple.tuple().addArrayOfUUID(new UUID[] {tenant.value()}))
                        .map(found -> found.iterator().next().getLong("n"))));
    }

    void mark(long n) {
        var marker = Buffer.buffer(UsageCodec.encode(new Marker.Tenant(tenant, n)));
        store(Outbox.markers(Topics.USAGE, List.of(new Outbox.MarkerRow(slice, tenant.text(), marker))));
    }

    /** Puts a usage event into the outbox, as a write does. */
    void write(byte[] event) {
        store(Outbox.insert(slice, Topics.USAGE, tenant.text(), event, null).statement());
    }

    private void store(SqlStatement statement) {
        var _ = bench.await(() -> app.transaction(
                RowSecurityContext.NONE,
                deadline(),
                transaction -> transaction.query(statement.sql(), statement.args())));
    }

    /** One row of a query about the account, as the meter may read it. */
    Row one(String sql) {
        return all(sql).iterator().next();
    }

    RowSet<Row> all(String sql) {
        return bench.await(() -> bench.meter.read(RowSecurityContext.INSTALLATION, sql, Tuple.of(tenant.value())));
    }

    /** Up to where the log is booked. */
    long position(UUID topic) {
        var sql = "SELECT next FROM billing.log_position WHERE topic_id = $1";
        return bench.await(() -> bench.meter.read(RowSecurityContext.NONE, sql, Tuple.of(topic)))
                .iterator()
                .next()
                .getLong("next");
    }

    long gaps(UUID topic) {
        return bench.number("SELECT count(*) FROM billing.log_gap WHERE topic_id = '" + topic + "'");
    }

    /** Messages that wait until they are booked. */
    long kept() {
        return bench.number("SELECT count(*) FROM outbox.kept WHERE slice = " + slice);
    }

    boolean outboxIsEmpty() {
        var sql = "SELECT count(*) FROM outbox.message WHERE topic = 'tollgate.usage' AND slice = " + slice;
        return bench.number(sql) == 0;
    }

    /** Dependencies of a meter. */
    BookingParts parts(int meter) {
        return new BookingParts(
                meters.get(meter),
                clocks.ofMeter(meter),
                bench.ids,
                bench.rows,
                bench.copies,
                bench.functions,
                _ -> {},
                bench.posting,
                new OperationModules(List.of()),
                true,
                Duration.ofSeconds(1));
    }

    /** Everything that should be equal and is not. */
    List<Drift> drifts(SimulatedRedis server) {
        return bench.await(() -> reconciliations.get(server).whole(now()));
    }

    @Override
    public void close() {
        servers.forEach(SimulatedRedis::close);
        bench.close();
    }
}
