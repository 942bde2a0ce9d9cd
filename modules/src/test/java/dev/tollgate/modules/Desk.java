package dev.tollgate.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.blobs.open.OpenedBlobs;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RedisCounts;
import dev.tollgate.money.hold.RedisFunctions;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.consume.ConsumerRunner;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.event.EventType;
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
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.table.Cursors;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Migrations;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Modules on a database of their own, called as the gates would call them. */
public final class Desk implements AutoCloseable {

    private static final int SLICES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** The time, from the time of the machine. */
    private final AtomicReference<UnaryOperator<Instant>> time;

    public final InstantSource clock;
    public final IdSource ids;
    public final Database database;
    public final Notifications notifications;
    public final Blobs blobs;

    /** Scans the files. */
    public final AtomicReference<BlobCheck> check = new AtomicReference<>(BlobCheck.none());

    /** What actors may do now, by their ids. */
    public final Map<String, Set<Scope>> scopes = new ConcurrentHashMap<>();

    public final FileRoutes files;
    private final RedisFunctions functions;
    private final AtomicLong publications = new AtomicLong();
    public final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final JobRunner jobs;
    private final EventConsumers consumers;
    private final List<ServedModule> modules;
    private final PostgresSettings settings;
    private final OwnerSql sql;
    private final OperationBus bus = new OperationBus();

    /** One with a few connections. */
    public Desk(ServedModule module) {
        this(module, 4);
    }

    /** One for so many transactions at a time. */
    public Desk(ServedModule module, int transactionsMax) {
        this(List.of(module), transactionsMax);
    }

    /** The same for several modules. */
    public Desk(List<? extends ServedModule> modules, int transactionsMax) {
        this(
                List.copyOf(modules),
                transactionsMax,
                settings(TestServers.copiedDatabase("desk", name -> Migrations.run(settings(name)))),
                new AtomicReference<>(UnaryOperator.identity()));
    }

    /** Another process with the modules, database and clock of the first. */
    public Desk(Desk first) {
        this(first.modules, 4, first.settings, first.time);
    }

    private Desk(
            List<ServedModule> modules,
            int transactionsMax,
            PostgresSettings settings,
            AtomicReference<UnaryOperator<Instant>> time) {
        this.modules = modules;
        this.settings = settings;
        this.time = time;
        clock = () -> time.get().apply(Instant.now());
        ids = IdSource.timeOrdered(clock);
        notifications = new Notifications(vertx, settings, DatabaseRole.APP);
        sql = new OwnerSql(settings.jdbcUrl(), settings.user(), settings.password());
        var unscanned = OpenedBlobs.inFolder(vertx, folder());
        blobs = new Blobs(unscanned.store(), () -> check.get().begin(), unscanned.sizeMax(), unscanned.url());
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
        consumers = new EventConsumers(work, types(), ids, clock);
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
        jobs = new JobRunner(context.jobs(), Desk::allOn);
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

    /** The types of its modules' events, without schema and example. */
    private EventTypes types() {
        var types = new ArrayList<EventType>();
        for (var module : modules) {
            Stream.concat(
                            module.operations().stream().map(Operation::event),
                            module.events().stream().map(EventDeclaration::type))
                    .filter(Objects::nonNull)
                    .map(type -> new EventType(
                            type,
                            module.key(),
                            module.eventScope(),
                            type.substring(0, type.indexOf('.')),
                            "",
                            new JsonObject(),
                            new JsonObject()))
                    .forEach(types::add);
        }
        return new EventTypes(types);
    }

    /** What consumes the events of this process, once somebody calls its turns. */
    public ConsumerRunner consumer(KafkaSettings kafka, ActiveWorkspaces active) {
        return new ConsumerRunner(vertx, new ConsumerRunner.Servers(settings, kafka), database, consumers, active);
    }

    /** The example of an operation, as its handler gets it. */
    public static <I> I example(Operation<I, ?> operation) {
        return decoded(operation, Json.read(Objects.requireNonNull(operation.example()), ObjectNode.class));
    }

    /** An input of an operation. */
    public static <I> I decoded(Operation<I, ?> operation, ObjectNode input) {
        var shape = operation.body().shape();
        return Json.MAPPER.convertValue(
                input,
                Json.MAPPER
                        .getTypeFactory()
                        .constructParametricType(shape.type(), shape.arguments().toArray(Class<?>[]::new)));
    }

    /** A caller with a workspace and a tenant of their own. */
    public Caller stranger() {
        return new Caller(
                new Actor(Actor.Kind.API_KEY, "key_" + ids.next(), "test key"),
                new TenantId(ids.next()),
                new WorkspaceId(ids.next()));
    }

    public <I, A> Outcome<A> call(Operation<I, A> operation, Caller caller, I input) {
        return call(operation, caller, input, Conditions.NONE);
    }

    public <I, A> Outcome<A> call(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        return await(sent(operation, caller, input, conditions));
    }

    /** A call beside others; fails as the handler does. */
    public <I, A> Future<Outcome<A>> sent(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        var now = clock.instant();
        var facts = new CallFacts(
                new RequestId(ids.next()),
                null,
                now,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.REST,
                operation.name(),
                operation.action(),
                null,
                "127.0.0.1",
                "test");
        var charge = new Charge("rest.write", 1, 100, "2026-01", new Charge.Hold(1, 7));
        var call = new Call<>(operation, caller, input, conditions, facts, charge, now.plus(Duration.ofSeconds(10)));
        return onLoop(() -> bus.call(call));
    }

    /** What a call that must be done gives. */
    public <I, A> A done(Operation<I, A> operation, Caller caller, I input) {
        if (call(operation, caller, input) instanceof Outcome.Done<A>(A answer)) {
            return answer;
        }
        throw new AssertionError(operation + " was not done");
    }

    /** A call, repeated while others hold what it waits for. */
    public <I, A> Outcome<A> patiently(Operation<I, A> operation, Caller caller, I input) {
        while (true) {
            try {
                return call(operation, caller, input);
            } catch (Failure.Unavailable busy) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    /** The same for a list without options. */
    public <Q extends Record, A> A done(Operation<ListInput<Q>, A> operation, Caller caller, Q query) {
        return done(operation, caller, ListInput.of(query));
    }

    /** Why a call that must be refused was not done. */
    public <I, A> Refusal refusal(Operation<I, A> operation, Caller caller, I input) {
        if (call(operation, caller, input) instanceof Outcome.Refused<A>(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError(operation + " was not refused");
    }

    /** The fields that a refused input is refused for. */
    public <I, A> List<String> faults(Operation<I, A> operation, Caller caller, I input) {
        return refusal(operation, caller, input) instanceof Refusal.ValidationFailed(List<FieldError> faults)
                ? faults.stream().map(FieldError::field).toList()
                : List.of();
    }

    /** The domain events of a workspace, in their order. */
    public List<DomainEvent> events(Caller caller) {
        try (var connection = sql.connection();
                var statement = connection.prepareStatement(
                        "SELECT body FROM outbox.message WHERE topic = 'tollgate.events' AND key = ? ORDER BY id")) {
            statement.setString(1, caller.workspaceId().text());
            var events = new ArrayList<DomainEvent>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                events.add(DomainEventJson.read(rows.getBytes(1)));
            }
            return events;
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The account of a caller's tenant has this much left, in micros. */
    public void funds(Caller caller, long micros) {
        long seq = publications.incrementAndGet();
        var next = Period.of(Instant.now()).next();
        var figures = new PublishedFigures(
                seq,
                1,
                0,
                next.firstBucket(),
                next.lastBucket() + 1,
                micros,
                0,
                FAR_MICROS,
                micros,
                FAR_MICROS,
                Enforcement.ENFORCE,
                0);
        settle(onLoop(() -> functions
                .prepare(List.of(new RedisFunctions.Preparation(caller.tenantId(), 1)))
                .compose(_ -> functions.publish(List.of(new RedisFunctions.Publication(caller.tenantId(), figures))))));
    }

    private static final long FAR_MICROS = 1_000_000_000L;

    /** Runs SQL as the owner of the tables. */
    public void owner(String statement) {
        sql.execute(statement);
    }

    /** Works while the owner of the tables holds what this statement locks. */
    public void whileLocked(String statement, Runnable work) {
        sql.whileLocked(statement, work);
    }

    /** All rows of a query as the owner of the tables sees them, each as text. */
    public List<String> ownerRows(String query) {
        return sql.texts(query);
    }

    /** What a future comes to. */
    public static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** Repeats the check until it holds: the server is shared, and a transaction of another test may be open. */
    public static void eventually(Runnable check) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                if (System.nanoTime() - until > 0) {
                    throw notYet;
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    /** The clock is ahead by this much more from now on. */
    public void later(Duration more) {
        time.updateAndGet(before -> now -> before.apply(now).plus(more));
    }

    /** The clock stands at this time from now on. */
    public void at(Instant moment) {
        time.set(_ -> moment);
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

    private static void settle(Future<?> future) {
        var _ = await(future);
    }

    @Override
    public void close() {
        settle(vertx.close());
    }
}
