package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.hold.CanIgnoreReturnValue;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RawRedis;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Money on real servers: a database of its own, the shared Redis, and their clients. */
public final class MoneyBench implements AutoCloseable {

    /** All accounts of a test lie in this slice. */
    public static final int SLICE = 3;

    private static final int VERDICTS_MAX = 100;

    public static final Plan SMALL = new Plan("small", 1_000, 5_000, 2, 1_000, 500);
    public static final Plan LARGE = new Plan("large", 10_000, 50_000, 2, 1_000, 500);
    public static final Plan MODEST = new Plan("modest", 40, 120, 2, 1_000, 500);
    public static final Plan TINY = new Plan("tiny", 10, 30, 2, 1_000, 500);

    public final Vertx vertx = Vertx.vertx();
    public final Plans plans = new Plans(List.of(SMALL, LARGE, MODEST, TINY));
    public final InstantSource clock;
    public final RawRedis redis;
    public final Database app;
    public final Database meter;
    public final Accounts accounts;
    public final AccountRows rows;
    public final AccountClosing closing;
    public final RedisFunctions functions;
    public final AccountFunctions accountFunctions;
    public final Copies copies;
    public final Copies meterCopies;
    private final PostgresSettings postgres;
    private final Context context = vertx.getOrCreateContext();
    private final Database relay;

    public MoneyBench() {
        this(Clock.systemUTC());
    }

    public MoneyBench(InstantSource clock) {
        this(clock, RedisAddress.of(TestServers.shared().redisUrl()));
    }

    /** The same with another Redis; the first node of a cluster has the functions already. */
    public MoneyBench(InstantSource clock, RedisAddress address) {
        this.clock = clock;
        postgres = settings(TestServers.copiedDatabase("money", name -> Migrations.run(settings(name))));
        redis = new RawRedis(address.urls().getFirst());
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        app = onLoop(() -> Database.open(vertx, postgres, DatabaseRole.APP, 4, Clock.systemUTC()));
        meter = onLoop(() -> Database.open(vertx, postgres, DatabaseRole.METER, 2, Clock.systemUTC()));
        accounts = new Accounts(plans, clock);
        rows = new AccountRows(plans);
        closing = new AccountClosing(rows);
        relay = onLoop(() -> Database.open(vertx, postgres, DatabaseRole.RELAY, 1, Clock.systemUTC()));
        functions = onLoop(() -> RedisFunctions.open(vertx, address));
        accountFunctions = new AccountFunctions(functions);
        copies = new Copies(app, functions, setup());
        meterCopies = new Copies(meter, functions, setup());
    }

    private static PostgresSettings settings(String database) {
        var address = TestServers.shared().addresses().postgres();
        return new PostgresSettings(address.host(), address.port(), database, address.user(), address.password());
    }

    /** A process of its own: nothing shared with others but the servers. */
    public Copies.Setup setup() {
        return new Copies.Setup(plans, clock, _ -> SLICE, _ -> {}, new CopyRebuilds());
    }

    /** A database without a free connection: what is asked of it waits. */
    public Database busy() {
        var busy = Database.open(vertx, postgres, DatabaseRole.APP, 1, Clock.systemUTC());
        busy.transaction(
                        RowSecurityContext.NONE,
                        deadline(),
                        _ -> Promise.<Void>promise().future())
                .onFailure(_ -> {});
        return busy;
    }

    /** Runs on the bench's event loop, where databases and functions live. */
    @CanIgnoreReturnValue
    public <T> T onLoop(Supplier<T> work) {
        return Future.<T>future(promise -> context.runOnContext(_ -> {
                    try {
                        promise.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        promise.fail(e);
                    }
                }))
                .await();
    }

    /** The same for work that takes its time. */
    @CanIgnoreReturnValue
    public <T> T awaited(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> context.runOnContext(_ -> work.get().onComplete(promise)))
                .await();
    }

    /**
     * A verdict, as a caller gets it: what was not available is tried again, so that a machine which does much else has
     * more than 250 ms.
     */
    public Future<HoldDecision> verdict(Holds holds, HoldRequest request) {
        return verdict(holds, request, VERDICTS_MAX);
    }

    private static Future<HoldDecision> verdict(Holds holds, HoldRequest request, int tries) {
        return holds.hold(request)
                .recover(late -> tries > 1 && late instanceof Failure.Unavailable
                        ? verdict(holds, request, tries - 1)
                        : Future.failedFuture(late));
    }

    /** An account with its first copy. */
    public TenantId account(Plan plan) {
        TenantId tenant = new TenantId(UUID.randomUUID());
        awaited(() -> app.transaction(
                RowSecurityContext.INSTALLATION,
                deadline(),
                transaction -> accounts.create(transaction, tenant, plan)));
        awaited(() -> copies.first(tenant));
        return tenant;
    }

    public Account read(TenantId tenant) {
        return awaited(() -> accounts.read(app, tenant)).orElseThrow().account();
    }

    @CanIgnoreReturnValue
    public <T> T asTenant(TenantId tenant, Function<Transaction, Future<T>> body) {
        return awaited(() -> app.transaction(RowSecurityContext.of(tenant), deadline(), body));
    }

    @CanIgnoreReturnValue
    public <T> T asMeter(Function<Transaction, Future<T>> body) {
        return awaited(() -> meter.transaction(RowSecurityContext.INSTALLATION, deadline(), body));
    }

    /** Charges an account, as a meter does. */
    public void charge(TenantId tenant, List<MeteredCharge> charges) {
        asMeter(transaction -> rows.lock(transaction, List.of(tenant))
                .compose(locked -> rows.applyCharges(transaction, SLICE, locked, Map.of(tenant, charges))));
    }

    /** Takes what lies in the outbox, as a relay would. */
    public List<Marker> takeMarkers() {
        List<Marker> markers = new ArrayList<>();
        awaited(() -> relay.transaction(
                        RowSecurityContext.NONE,
                        deadline(),
                        transaction -> transaction.query("DELETE FROM outbox.message RETURNING body", Tuple.tuple())))
                .forEach(row -> UsageCodec.decode(row.getBuffer("body").getBytes()).stream()
                        .map(message -> ((UsageMessage.Marked) message).marker())
                        .forEach(markers::add));
        return markers;
    }

    /** SQL past every policy. */
    public OwnerSql owner() {
        return new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** What the meter knows of usage: nothing, until a test says otherwise. */
    public void usageSays(long spentMicros) {
        owner().execute("""
                CREATE OR REPLACE FUNCTION billing.spent_by(uuid, uuid, text, date, date) RETURNS bigint
                    LANGUAGE sql AS 'SELECT %d::bigint'
                """.formatted(spentMicros));
    }

    public Instant deadline() {
        return Clock.systemUTC().instant().plusSeconds(5);
    }

    @Override
    public void close() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        redis.close();
        vertx.close().await();
    }
}
