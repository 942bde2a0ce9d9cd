package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.TaskModule;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.settlement.DeliveryLimits;
import dev.tollgate.webhooks.settlement.DeliveryMetrics;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.settlement.LostAccess;
import dev.tollgate.webhooks.settlement.RetrySchedule;
import dev.tollgate.webhooks.settlement.SettlementParts;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Parts of a schedule on a real server and a loop of their own; each does what a test has it do and nothing more. */
final class ScheduleBench implements AutoCloseable {

    static final DeliveryLimits TERMS = new DeliveryLimits(
            new RetrySchedule(List.of(Duration.ofSeconds(1))),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            256,
            16);

    final WebhookDatabase database = new WebhookDatabase();
    final Seeds seeds = new Seeds(database);
    final Database role;
    final EndpointQueues queues;
    final DeliveryClaims claims;
    final DueTimeUpdater dueTimes;
    final Sweep sweep;
    final Subscriptions subscriptions;
    final HolderWatch holders;
    final SettlementParts settling;
    final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    ScheduleBench() {
        var clock = Clock.systemUTC();
        var ids = IdSource.timeOrdered(clock);
        role = onLoop(() ->
                Future.succeededFuture(Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 2, clock)));
        queues = onLoop(() -> Future.succeededFuture(new EndpointQueues(vertx, TERMS)));
        claims = new DeliveryClaims(role, TERMS, ids, clock);
        dueTimes = new DueTimeUpdater(vertx, role, TERMS, clock, new Claimer(vertx, claims, queues));
        sweep = new Sweep(role, TERMS, ids, clock, queues);
        var rights = new HolderRows(TaskModule.MODULES.keys(), true);
        settling = new SettlementParts(
                vertx, role, TERMS, ids, clock, _ -> {}, 4, new DeliveryMetrics(new SimpleMeterRegistry()));
        subscriptions = new Subscriptions(role, clock, rights);
        holders =
                new HolderWatch(settling, new LostAccess(settling, rights, TaskModule.MODULES), queues, subscriptions);
    }

    /** A delivery that is leased for a minute. */
    static LeasedDelivery delivery(UUID tenant, UUID endpoint, int bytes) {
        var id = UUID.randomUUID();
        return new LeasedDelivery(
                new LeasedDelivery.Key(tenant, id, endpoint, LeasedDelivery.Key.NATURAL),
                id,
                tenant,
                "task.created",
                null,
                "scheduled",
                0,
                null,
                id,
                System.nanoTime() + Duration.ofMinutes(1).toNanos(),
                0,
                Buffer.buffer(new byte[bytes]));
    }

    <T> T onLoop(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise)))
                .await();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
