package dev.tollgate.webhooks.app;

import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.PLANS;
import static dev.tollgate.webhooks.app.EngineSetup.SLICES;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.loadtest.receiver.MockReceiver;
import dev.tollgate.loadtest.receiver.Receipt;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.kafka.KafkaTopics;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.OutboxRelay;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.app.EngineSetup.MovableClock;
import dev.tollgate.webhooks.app.EngineSetup.Servers;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.DeliveryMetrics;
import dev.tollgate.webhooks.settlement.Expiry;
import dev.tollgate.webhooks.settlement.SettlementParts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Engines on real servers with a receiver of their own: a database each, the shared Redis and Kafka. */
final class EngineBench implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final MovableClock clock = new MovableClock();
    final IdSource ids = IdSource.timeOrdered(InstantSource.system());
    final WebhookDatabase database = new WebhookDatabase();
    final EndpointRows rows = new EndpointRows(database);
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
    private final UsageLog usage = new UsageLog();
    private final List<String> deployed = new ArrayList<>();

    /** The metrics of the last engine. */
    MeterRegistry registry = new SimpleMeterRegistry();

    EngineBench() {
        KafkaTopics.ensure(vertx, kafka, Set.of(Topics.USAGE, Topics.EVENTS)).await();
        publisher = EventPublisher.open(kafka);
        relay = new OutboxRelay(vertx, database.settings, publisher, SLICES, new SimpleMeterRegistry());
        relay.start().await();
        notifications = new Notifications(vertx, database.settings, DatabaseRole.APP, InstantSource.system());
        notifications.start().await();
        app = onLoop(() -> Database.open(vertx, database.settings, DatabaseRole.APP, 2, InstantSource.system()));
        var functions = onLoop(() ->
                RedisFunctions.open(vertx, TestServers.shared().addresses().redisUrl()));
        copies = new Copies(
                app,
                functions,
                new Copies.Setup(
                        PLANS,
                        InstantSource.system(),
                        (TenantId tenant) -> Partitioner.of(tenant.value(), SLICES),
                        relay,
                        new CopyRebuilds()));
        var _ = await(() -> usage.open(vertx, kafka).mapEmpty());
        accounts = new Accounts(PLANS, InstantSource.system());
    }

    /** An engine on a loop of its own; gives what ends it. */
    String engine(DeliveryLimits limits) {
        return engine(limits, BacklogLimits.DEFAULT, EngineSetup.JUDGING);
    }

    /** The same, with holders judged or not. */
    String engine(DeliveryLimits limits, HolderRows holders) {
        return engine(limits, BacklogLimits.DEFAULT, holders);
    }

    /** The same, with other bounds of what waits. */
    String engine(DeliveryLimits limits, BacklogLimits backlog) {
        return engine(limits, backlog, EngineSetup.JUDGING);
    }

    private String engine(DeliveryLimits limits, BacklogLimits backlog, HolderRows holders) {
        var parts = parts(limits, backlog, holders);
        registry = parts.registry();
        var id = vertx.deployVerticle(new EngineSetup.Running(parts)).await();
        deployed.add(id);
        return id;
    }

    void stop(String engine) {
        deployed.remove(engine);
        vertx.undeploy(engine).await();
    }

    private EngineParts parts(DeliveryLimits limits, BacklogLimits backlog, HolderRows holders) {
        var servers = new Servers(database.settings, redisUrl(), kafka.bootstrapServers());
        return EngineSetup.parts(servers, limits, backlog, notifications, clock, relay, holders);
    }

    /** A tenant with an account and its copy, and one open workspace. */
    WorkspaceId workspace(Plan plan) {
        var tenant = new TenantId(ids.next());
        var _ = await(() -> app.transaction(
                RowSecurityContext.INSTALLATION, soon(), transaction -> accounts.create(transaction, tenant, plan)));
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
                vertx, role, FAST, ids, clock, relay, SLICES, new DeliveryMetrics(new SimpleMeterRegistry()));
        var _ = await(() -> new Expiry(parts, 31).turn());
    }

    TenantId tenant(WorkspaceId workspace) {
        return new TenantId(UUID.fromString(
                database.text("SELECT tenant FROM control.test_workspace WHERE id = '" + workspace.value() + "'")));
    }

    void topUp(WorkspaceId workspace, long micros) {
        var tenant = tenant(workspace);
        var _ = await(() -> app.transaction(
                RowSecurityContext.of(tenant),
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
        return new TaskEvents(workspace, tenant(workspace), ids).one(type, resource, version);
    }

    List<DomainEvent> events(WorkspaceId workspace, int count) {
        return new TaskEvents(workspace, tenant(workspace), ids).many(count);
    }

    void write(List<DomainEvent> events) {
        TaskEvents.write(database.settings, events, relay);
    }

    Set<UUID> charged(WorkspaceId workspace) {
        return usage.of(workspace);
    }

    String redisUrl() {
        return TestServers.shared().addresses().redisUrl();
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
}
