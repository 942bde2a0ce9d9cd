package dev.tollgate.webhooks.app;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.loadtest.receiver.MockReceiver;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.Rebuilds;
import dev.tollgate.money.hold.Functions;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.EventReader;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitions;
import dev.tollgate.runtime.outbox.OutboxRelay;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.Session;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.address.AddressPolicy;
import dev.tollgate.webhooks.delivery.SenderSettings;
import dev.tollgate.webhooks.settlement.DeliveryCounts;
import dev.tollgate.webhooks.settlement.Expiry;
import dev.tollgate.webhooks.settlement.RetrySchedule;
import dev.tollgate.webhooks.settlement.SettlementParts;
import dev.tollgate.webhooks.settlement.Terms;
import dev.tollgate.webhooks.signature.SigningKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Engines on real servers with a receiver of their own: a database each, the shared Redis and Kafka. */
final class EngineBench implements AutoCloseable {

    static final int SLICES = 4;
    static final Plan RICH = new Plan("rich", 1_000_000_000, 1_000_000_000, 9, 1_000, 500);
    static final Plan POOR = new Plan("poor", 500, 100_000, 9, 1_000, 500);
    private static final Plans PLANS = new Plans(List.of(RICH, POOR));
    static final SigningKey KEY = new SigningKey("whk_bench", new byte[32]);
    static final Duration WAIT_MAX = Duration.ofSeconds(30);

    /** Everything is fast: retries after 50 ms, probes after 300. */
    static final Terms FAST = new Terms(
            new RetrySchedule(Collections.nCopies(9, Duration.ofMillis(50))),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            256,
            16);

    /** The same for processes that are killed: what they had comes back after two seconds. */
    static final Terms HASTY =
            new Terms(FAST.schedule(), Duration.ofMillis(900), Duration.ofSeconds(2), FAST.probeEvery(), 256, 16);

    /** Where an engine works. */
    record Servers(PostgresSettings postgres, String redisUrl, String kafka) {}

    /** The time, which a test may move. */
    static final class MovableClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        void move(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(ahead);
        }
    }

    final Vertx vertx = Vertx.vertx();
    final MovableClock clock = new MovableClock();
    final IdSource ids = IdSource.timeOrdered(InstantSource.system());
    final WebhookDatabase database = new WebhookDatabase();
    final KafkaSettings kafka =
            new KafkaSettings(TestServers.shared().addresses().kafkaBootstrap(), SLICES, 1);
    final MockReceiver receiver = MockReceiver.start(vertx).await();
    final OutboxRelay relay;
    private final EventPublisher publisher;
    private final Notifications notifications;
    private final Context loop = vertx.getOrCreateContext();
    private final Database app;
    private final Copies copies;
    private final Accounts accounts;
    private final List<UsageRecorded> charges = new CopyOnWriteArrayList<>();
    private final List<String> deployed = new ArrayList<>();

    EngineBench() {
        KafkaTopics.ensure(vertx, kafka, Set.of(Topics.USAGE, Topics.EVENTS)).await();
        publisher = EventPublisher.open(kafka);
        relay = new OutboxRelay(vertx, database.settings, publisher, SLICES, new SimpleMeterRegistry());
        relay.start().await();
        notifications = new Notifications(vertx, database.settings, DatabaseRole.APP);
        notifications.start().await();
        app = onLoop(() -> Database.open(vertx, database.settings, DatabaseRole.APP, 2, InstantSource.system()));
        var functions = onLoop(
                () -> Functions.open(vertx, TestServers.shared().addresses().redisUrl()));
        copies = new Copies(
                app,
                functions,
                new Copies.Setup(
                        PLANS,
                        InstantSource.system(),
                        (TenantId tenant) -> Partitions.of(tenant.value(), SLICES),
                        relay,
                        new Rebuilds()));
        listenToUsage();
        accounts = new Accounts(PLANS, InstantSource.system());
    }

    /** An engine on a loop of its own; gives what ends it. */
    String engine(Terms terms) {
        var id = vertx.deployVerticle(new Running(parts(terms, notifications))).await();
        deployed.add(id);
        return id;
    }

    void stop(String engine) {
        deployed.remove(engine);
        vertx.undeploy(engine).await();
    }

    private EngineParts parts(Terms terms, Notifications told) {
        var servers = new Servers(database.settings, redisUrl(), kafka.bootstrapServers());
        return parts(servers, terms, told, clock, relay);
    }

    /** Of a process that has no relay of its own. */
    static EngineParts parts(Servers servers, Terms terms, Notifications told) {
        return parts(servers, terms, told, InstantSource.system(), _ -> {});
    }

    private static EngineParts parts(
            Servers servers, Terms terms, Notifications told, InstantSource clock, OutboxSignal outbox) {
        return new EngineParts(
                servers.postgres(),
                new KafkaSettings(servers.kafka(), SLICES, 1),
                servers.redisUrl(),
                PLANS,
                PriceBook.shipped(),
                terms,
                new SenderSettings(AddressPolicy.of(true, List.of("127.0.0.1"), List.of("1-65535")), null, 64, "test"),
                _ -> (_, _) -> Future.succeededFuture(List.of(KEY)),
                (pattern, type) -> pattern.equals(type)
                        || pattern.endsWith(".*") && type.startsWith(pattern.substring(0, pattern.length() - 1)),
                31,
                clock,
                IdSource.timeOrdered(InstantSource.system()),
                new Random(7),
                outbox,
                new SimpleMeterRegistry(),
                told);
    }

    /** A tenant with an account and its copy, and one open workspace. */
    WorkspaceId workspace(Plan plan) {
        var tenant = new TenantId(ids.next());
        var _ = await(() -> app.transaction(
                Session.INSTALLATION, soon(), transaction -> accounts.create(transaction, tenant, plan)));
        var _ = await(() -> copies.first(tenant));
        var workspace = new WorkspaceId(ids.next());
        database.execute("INSERT INTO control.test_workspace VALUES ('" + workspace.value() + "', '" + tenant.value()
                + "', true)");
        return workspace;
    }

    /** One round of the expiry, as an engine has it every minute. */
    void expire() {
        var role = onLoop(() -> Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, clock));
        var parts = new SettlementParts(
                vertx, role, FAST, ids, clock, relay, SLICES, new DeliveryCounts(new SimpleMeterRegistry()));
        var _ = await(() -> new Expiry(parts, 31).turn());
    }

    TenantId tenant(WorkspaceId workspace) {
        return new TenantId(UUID.fromString(
                database.text("SELECT tenant FROM control.test_workspace WHERE id = '" + workspace.value() + "'")));
    }

    void topUp(WorkspaceId workspace, long micros) {
        var tenant = tenant(workspace);
        var _ = await(() -> app.transaction(
                Session.of(tenant),
                soon(),
                transaction -> accounts.topUp(transaction, tenant, ids.next(), micros, null)));
        var _ = await(() -> copies.publish(tenant));
    }

    /** An endpoint of the receiver's path that wants every event of tasks. */
    UUID endpoint(WorkspaceId workspace, String path) {
        return endpoint(workspace, path, false, 10);
    }

    UUID endpoint(WorkspaceId workspace, String path, boolean ordered, int attemptsMax) {
        var id = ids.next();
        database.execute(("INSERT INTO webhooks.endpoint (workspace_id, id, tenant_id, name, url, event_types, status,"
                        + " max_attempts, ordered, metadata, secret_changed_at, created_at, updated_at, version, source,"
                        + " last_actor) VALUES ('%s', '%s', '%s', 'bench', 'http://127.0.0.1:%d%s', '{task.*}', 'active',"
                        + " %d, %s, '{}', now(), now(), now(), 1, 'test', 'test')")
                .formatted(
                        workspace.value(), id, tenant(workspace).value(), receiver.port(), path, attemptsMax, ordered));
        return id;
    }

    /** Another status of an endpoint, as an operation sets it. */
    void status(UUID endpoint, String status) {
        database.execute("UPDATE webhooks.endpoint SET status = '" + status + "', version = version + 1 WHERE id = '"
                + endpoint + "'");
    }

    DomainEvent event(WorkspaceId workspace, String type, String resource, long version) {
        return new DomainEvent(
                ids.next(),
                type,
                InstantSource.system().instant(),
                tenant(workspace),
                workspace,
                null,
                "task",
                resource,
                version,
                new JsonObject().put("id", resource).put("version", version));
    }

    /** As many events of tasks, each of a resource of its own. */
    List<DomainEvent> events(WorkspaceId workspace, int count) {
        var first = event(workspace, "task.created", "tsk_0", 1);
        List<DomainEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new DomainEvent(
                    ids.next(),
                    first.type(),
                    first.time(),
                    first.tenant(),
                    workspace,
                    null,
                    "task",
                    "tsk_" + i,
                    1,
                    new JsonObject().put("id", "tsk_" + i).put("version", 1)));
        }
        return events;
    }

    /** As writes leave them: in the outbox, in one commit. */
    void write(List<DomainEvent> events) {
        try (var connection = DriverManager.getConnection(
                        database.settings.jdbcUrl(), database.settings.user(), database.settings.password());
                var insert = connection.prepareStatement(
                        "INSERT INTO outbox.message (slice, topic, key, body) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (var event : events) {
                var workspace = event.workspace();
                int slice = Partitions.of(workspace.value(), SLICES);
                insert.setInt(1, slice);
                insert.setString(2, Topics.EVENTS);
                insert.setString(3, workspace.text());
                insert.setBytes(4, DomainEventJson.bytes(event));
                insert.addBatch();
                relay.wrote(slice);
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    String redisUrl() {
        return TestServers.shared().addresses().redisUrl();
    }

    /** The usage events of the workspace's attempts that have reached the log, by id. */
    Set<UUID> charged(WorkspaceId workspace) {
        return charges.stream()
                .filter(event -> workspace.equals(event.call().workspace()))
                .map(UsageRecorded::id)
                .collect(Collectors.toSet());
    }

    private void listenToUsage() {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int partition = 0; partition < SLICES; partition++) {
            offsets.put(partition, 0L);
        }
        var _ = await(() -> EventStream.open(vertx, kafka, Topics.USAGE, offsets, new EventReader() {
            @Override
            public Future<Void> take(int partition, List<EventRecord> batch) {
                for (var record : batch) {
                    for (var message : UsageCodec.decode(record.body().getBytes())) {
                        if (message instanceof UsageMessage.Usage(var event)) {
                            charges.add(event);
                        }
                    }
                }
                return Future.succeededFuture();
            }

            @Override
            public void fault(Throwable cause) {
                throw new IllegalStateException(cause);
            }
        }));
    }

    List<Receipt> receipts(String path) {
        return receiver.receipts(0, Integer.MAX_VALUE).stream()
                .filter(receipt -> receipt.path().equals(path))
                .toList();
    }

    long deliveries(UUID endpoint, String status) {
        return database.number("SELECT count(*) FROM webhooks.delivery_shown WHERE endpoint_id = '" + endpoint
                + "' AND status = '" + status + "'");
    }

    long attempts(UUID endpoint) {
        return database.number("SELECT count(*) FROM webhooks.attempt WHERE endpoint_id = '" + endpoint + "'");
    }

    void eventually(BooleanSupplier condition) {
        eventually(WAIT_MAX, condition);
    }

    void eventually(Duration most, BooleanSupplier condition) {
        long until = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("it did not happen within " + most);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    private Instant soon() {
        return InstantSource.system().instant().plusSeconds(10);
    }

    private <T> T onLoop(Supplier<T> work) {
        return await(() -> Future.succeededFuture(work.get()));
    }

    private <T> T await(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise)))
                .await();
    }

    @Override
    public void close() {
        List.copyOf(deployed).forEach(this::stop);
        notifications.stop().await();
        relay.stop().await();
        publisher.close().await();
        vertx.close().await();
    }

    /** An engine as a verticle. */
    static final class Running extends VerticleBase {
        private final EngineParts parts;
        private @Nullable Engine engine;

        Running(EngineParts parts) {
            this.parts = parts;
        }

        @Override
        public Future<?> start() {
            return Engine.start(vertx, parts).onSuccess(started -> engine = started);
        }

        @Override
        public Future<?> stop() {
            var running = engine;
            return running == null ? Future.succeededFuture() : running.drain().transform(_ -> running.close());
        }
    }
}
