package dev.tollgate.modules;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.blobs.open.OpenedBlobs;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.consume.ConsumerRunner;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.FileSigner;
import dev.tollgate.records.job.ActiveWorkspaces;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import dev.tollgate.records.job.JobCharges;
import dev.tollgate.records.job.JobParts;
import dev.tollgate.records.job.JobRunner;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A process with modules on one event loop, on real servers: their database, jobs and time. */
abstract class ModulesProcess extends AwaitedResults implements AutoCloseable {

    private static final int SLICES = 4;

    /** The time, here and for the jobs in the database, from the time of the machine. */
    private final AtomicReference<UnaryOperator<Instant>> time;

    public final InstantSource clock;
    public final IdSource ids;
    public final Database database;
    public final Notifications notifications;
    public final Blobs blobs;

    /** Blobs that the store does not delete. */
    public final LockedBlobs locked = new LockedBlobs();

    /** Scans the files. */
    public final AtomicReference<BlobCheck> check = new AtomicReference<>(BlobCheck.none());

    /** What actors may do now, by their ids. */
    public final Map<String, Set<Scope>> scopes = new ConcurrentHashMap<>();

    public final FileRoutes files;
    final RedisFunctions functions;
    public final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final JobRunner jobs;
    private final EventConsumers consumers;
    private final List<ServedModule> modules;
    private final PostgresSettings settings;
    final OwnerSql sql;
    final OperationBus bus = new OperationBus();

    /** One for so many transactions at a time, on a database of its own. */
    ModulesProcess(List<ServedModule> modules, int transactionsMax) {
        this(
                modules,
                transactionsMax,
                settings(TestServers.copiedDatabase("desk", name -> Migrations.run(settings(name)))),
                new AtomicReference<>(UnaryOperator.identity()));
    }

    /** Another process with the modules, database and clock of the first. */
    ModulesProcess(ModulesProcess first) {
        this(first.modules, 4, first.settings, first.time);
    }

    private ModulesProcess(
            List<ServedModule> modules,
            int transactionsMax,
            PostgresSettings settings,
            AtomicReference<UnaryOperator<Instant>> time) {
        this.modules = modules;
        this.settings = settings;
        this.time = time;
        clock = () -> time.get().apply(Instant.now());
        ids = IdSource.timeOrdered(clock);
        notifications = new Notifications(vertx, settings, DatabaseRole.APP, clock);
        sql = new OwnerSql(settings.jdbcUrl(), settings.user(), settings.password());
        var unscanned = OpenedBlobs.inFolder(vertx, folder());
        blobs = new Blobs(
                locked.over(unscanned.store()),
                tenant -> check.get().begin(tenant),
                unscanned.sizeMax(),
                unscanned.pendingMax(),
                unscanned.url());
        functions = await(onLoop(() -> Future.succeededFuture(
                RedisFunctions.open(vertx, TestServers.shared().addresses().redisUrl()))));
        files = await(onLoop(() -> Future.succeededFuture(routes())));
        var holds = await(onLoop(() ->
                functions.load().map(_ -> new Holds(vertx, functions, (_, _, _) -> Future.succeededFuture()))));
        database = await(onLoop(() ->
                Future.succeededFuture(Database.open(vertx, settings, DatabaseRole.APP, transactionsMax, clock))));
        var parts = new WorkParts(
                ids,
                SLICES,
                _ -> {},
                new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                (_, answer) -> Json.buffer(answer),
                (_, _, _) -> {});
        var work = new Work(database, parts);
        var registry = new SimpleMeterRegistry();
        consumers = new EventConsumers(work, DeclaredEvents.of(modules), ids, clock, registry);
        var context = new PlatformContext(
                bus,
                work,
                new Jobs(
                        new JobParts(work, database, ids, clock, registry, new JobCharges(holds, PriceBook.shipped()))),
                consumers,
                database,
                new Cursors(new byte[32], clock),
                ids,
                clock,
                Settings.load(SettingsSources.of(Map.of("tollgate.secrets.key", "00".repeat(SecretBox.KEY_BYTES)))),
                null,
                EventTypes.none(),
                registry, // no module here looks at accounts
                new KeptAnswers(notifications),
                blobs,
                files,
                (_, actor) -> Future.succeededFuture(scopes.getOrDefault(actor, Set.of())));
        try {
            for (var module : modules) {
                settle(module.verticle(context).deploy(loop));
            }
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
        jobs = new JobRunner(context.jobs(), ModulesProcess::allOn);
    }

    private FileRoutes routes() {
        return new FileRoutes(new FileSigner(new byte[32], List.of()), blobs.url(), new RedisCounts(functions));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target"), "desk-blobs");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static PostgresSettings settings(String database) {
        var address = TestServers.shared().addresses().postgres();
        return new PostgresSettings(address.host(), address.port(), database, address.user(), address.password());
    }

    /** What consumes the events of this process, once somebody calls its turns. */
    public ConsumerRunner consumer(KafkaSettings kafka, ActiveWorkspaces active) {
        return new ConsumerRunner(vertx, new ConsumerRunner.Servers(settings, kafka), database, consumers, active);
    }

    /** The clock is ahead by this much more from now on. */
    public void later(Duration more) {
        JobTime.set(sql, time.updateAndGet(before -> now -> before.apply(now).plus(more)));
    }

    /** The clock stands at this time from now on. */
    public void at(Instant moment) {
        time.set(_ -> moment);
        JobTime.set(sql, time.get());
    }

    /** Runs every job that is due, in workspaces where all modules are on, and those that become due by it. */
    public void runJobs() {
        settle(jobs());
    }

    /** The same beside other processes. */
    public Future<Void> jobs() {
        return onLoop(this::runDue);
    }

    private Future<Void> runDue() {
        return jobs.poll()
                .compose(claimed ->
                        claimed == 0 ? Future.succeededFuture() : jobs.idle().compose(_ -> runDue()));
    }

    private static Future<Map<UUID, Active>> allOn(Set<UUID> workspaces) {
        var all = Set.of("activity", "tasks", "crm", "support", "cms", "assets", "integrations", "analytics", "bi");
        return Future.succeededFuture(workspaces.stream()
                .collect(Collectors.toMap(id -> id, _ -> new Active(all, ZoneOffset.UTC))));
    }

    /** What a step on the loop of the modules gives. */
    public <T> T awaited(Supplier<Future<T>> step) {
        return await(onLoop(step));
    }

    /** On the loop of this process. */
    public <T> Future<T> onLoop(Supplier<Future<T>> step) {
        var promise = Promise.<T>promise();
        loop.runOnContext(_ -> step.get().onComplete(promise));
        return promise.future();
    }

    @Override
    public void close() {
        settle(vertx.close());
    }
}
