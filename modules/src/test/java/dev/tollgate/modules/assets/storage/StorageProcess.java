package dev.tollgate.modules.assets.storage;

import dev.tollgate.blobs.folder.FolderBlobStore;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.modules.AwaitedResults;
import dev.tollgate.modules.JobTime;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.job.JobCharges;
import dev.tollgate.records.job.JobParts;
import dev.tollgate.records.job.JobRunner;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A process that charges storage, on real servers: one event loop with jobs, holds and accounts. */
final class StorageProcess implements AutoCloseable {

    private static final int SLICES = 4;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final InstantSource clock = () -> Instant.now().plus(ahead.get());
    private final IdSource ids = IdSource.timeOrdered(clock);
    private final Accounts accounts = new Accounts(Plans.shipped(), clock);
    private final OwnerSql sql;
    private final Database database;
    private final Copies copies;
    private final JobRunner runner;
    final StoredBytes stored;
    final Counter writtenOff = Counter.builder("written.off").register(new SimpleMeterRegistry());

    StorageProcess(PostgresSettings postgres, String redisUrl, Path folder) {
        sql = new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
        database = await(() -> Future.succeededFuture(Database.open(vertx, postgres, DatabaseRole.APP, 8, clock)));
        var functions = await(() -> Future.succeededFuture(RedisFunctions.open(vertx, redisUrl)));
        run(functions::load);
        copies = new Copies(
                database, functions, new Copies.Setup(Plans.shipped(), clock, _ -> 0, _ -> {}, new CopyRebuilds()));
        var holds = await(() -> Future.succeededFuture(new Holds(vertx, functions, copies)));
        var work = new Work(
                database,
                new WorkParts(
                        ids,
                        SLICES,
                        _ -> {},
                        new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                        (_, answer) -> Json.buffer(answer),
                        holds::release));
        var jobs = new Jobs(new JobParts(
                work, database, ids, clock, new SimpleMeterRegistry(), new JobCharges(holds, PriceBook.shipped())));
        stored = new StoredBytes(work, jobs, new FolderBlobStore(vertx, folder));
        jobs.handle(StorageCharges.DAY, new StorageCharges(work, writtenOff)::run);
        jobs.handle(StoredBytes.DELETE_BLOB, stored::delete);
        // No workspace is active: storage is charged all the same.
        runner = new JobRunner(jobs, _ -> Future.succeededFuture(Map.of()));
    }

    /** Charges what is due, again and again, until it is killed. Arguments: the servers and a folder. */
    public static void main(String[] args) {
        var postgres = new PostgresSettings(args[0], Integer.parseInt(args[1]), args[2], args[3], args[4]);
        @SuppressWarnings("resource") // ends with its process
        var process = new StorageProcess(postgres, args[5], Path.of(args[6]));
        while (true) {
            process.runJobs();
        }
    }

    /** A workspace of a tenant with an account. */
    Caller workspace(String plan) {
        var tenant = new TenantId(ids.next());
        transaction(
                RowSecurityContext.INSTALLATION,
                transaction ->
                        accounts.create(transaction, tenant, Plans.shipped().named(plan)));
        run(() -> copies.first(tenant));
        return workspaceOf(tenant);
    }

    /** Another workspace of a tenant. */
    Caller workspaceOf(TenantId tenant) {
        return new Caller(new Actor(Actor.Kind.API_KEY, "key_test", "test"), tenant, new WorkspaceId(ids.next()));
    }

    void plan(Caller caller, Plan plan) {
        var tenant = caller.tenantId();
        transaction(RowSecurityContext.of(tenant), transaction -> accounts.setPlan(transaction, tenant, plan));
        run(() -> copies.publish(tenant));
    }

    void began(Caller caller, Id asset, long bytes, Instant at) {
        write(caller, at, (transaction, call) -> stored.began(transaction, call, asset, bytes));
    }

    void ended(Caller caller, Id asset, Instant at) {
        write(caller, at, (transaction, call) -> stored.ended(transaction, call, asset));
    }

    void write(Caller caller, Instant at, BiConsumer<Transaction, Call<?>> body) {
        var operation = Declaration.write("store_test", "asset")
                .audited("store")
                .takes(UUID.class)
                .gives(UUID.class);
        var facts = new CallFacts(
                new RequestId(ids.next()),
                null,
                at,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.REST,
                operation.name(),
                operation.action(),
                null,
                "127.0.0.1",
                null);
        var call = new Call<>(
                operation,
                caller,
                ids.next(),
                Conditions.NONE,
                facts,
                new Charge("rest.write", 0, 0, "1", null),
                clock.instant().plusSeconds(10));
        transaction(RowSecurityContext.of(caller), transaction -> {
            body.accept(transaction, call);
            return Future.succeededFuture();
        });
    }

    private <T> void transaction(RowSecurityContext context, Function<Transaction, Future<T>> body) {
        run(() -> database.transaction(context, clock.instant().plusSeconds(10), body));
    }

    /** The clock is ahead by this much more from now on. */
    void later(Duration more) {
        var now = ahead.updateAndGet(before -> before.plus(more));
        JobTime.set(sql, at -> at.plus(now));
    }

    /** Runs every job that is due, and those that become due by it. */
    void runJobs() {
        run(this::jobs);
    }

    /** The same beside other processes. */
    Future<Void> start() {
        var promise = Promise.<Void>promise();
        loop.runOnContext(_ -> jobs().onComplete(promise));
        return promise.future();
    }

    private Future<Void> jobs() {
        return runner.poll()
                .compose(claimed ->
                        claimed == 0 ? Future.succeededFuture() : runner.idle().compose(_ -> jobs()));
    }

    /** Waits for a step on the loop. */
    private void run(Supplier<Future<?>> step) {
        var _ = await(() -> step.get().mapEmpty());
    }

    /** What a step on the loop gives. */
    <T> T await(Supplier<Future<T>> step) {
        var promise = Promise.<T>promise();
        loop.runOnContext(_ -> step.get().onComplete(promise));
        return AwaitedResults.await(promise.future());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
