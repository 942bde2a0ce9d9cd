package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.DedicatedConnection;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the outbox to Kafka. A slice belongs to one relay at a time, by an advisory lock of its session; rows leave in
 * the order of their ids and are deleted after the acknowledgement, so a crash repeats and never loses. A marker leaves
 * only when every row of its slice that could be seen before it is acknowledged.
 *
 * <p>Several batches of a slice may be on their way at a time; they reach Kafka in their order, unless it refuses one.
 * Woken in process by {@link #wrote}, by other processes through NOTIFY, and by a poll as the backstop. Everything
 * happens on one context of its own.
 */
public final class OutboxRelay implements OutboxSignal {
    private static final long LOOK_EVERY_MS = 10;
    private static final long DRAIN_MAX_MS = 5_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxRelay.class);

    private final Vertx vertx;
    private final PostgresSettings settings;
    private final OwnedSlices slices;
    private final KeptTopics kept;
    private final Context context;
    private final OutboxNotifier notifier;
    private final RelayPollInterval pollInterval;
    private final OutboxSender sender;
    private final OutboxBacklog backlog;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable OutboxTable table;
    private boolean turning;
    private boolean again;
    private boolean stopping;

    /**
     * A relay that is not started yet.
     *
     * @param slices as many as the topics have partitions
     */
    public OutboxRelay(
            Vertx vertx, PostgresSettings settings, EventPublisher publisher, int slices, MeterRegistry registry) {
        this(vertx, settings, publisher, new Slices(slices, KeptTopics.NONE), registry);
    }

    /**
     * The slices of an outbox.
     *
     * @param count as many as the topics have partitions
     */
    public record Slices(int count, KeptTopics kept) {}

    /** The same for an outbox that keeps messages of some topics after they were sent. */
    public OutboxRelay(
            Vertx vertx, PostgresSettings settings, EventPublisher publisher, Slices slices, MeterRegistry registry) {
        this.vertx = vertx;
        this.settings = settings;
        this.slices = new OwnedSlices(slices.count());
        this.kept = slices.kept();
        this.slices.lose();
        this.context = vertx.getOrCreateContext();
        this.notifier = new OutboxNotifier(vertx, settings);
        this.pollInterval = new RelayPollInterval(vertx, this::turn);
        var relayed = Counter.builder("tollgate.outbox.relayed")
                .description("Messages relayed to Kafka")
                .register(registry);
        this.sender = new OutboxSender(this, publisher, this.slices, pollInterval, relayed, kept);
        var _ = Gauge.builder("tollgate.outbox.slices", this.slices::count)
                .description("Slices that this process relays")
                .register(registry);
        this.backlog = new OutboxBacklog(vertx, context, registry);
    }

    /** Completes at once: the relay connects and reconnects in the background. */
    public Future<Void> start() {
        context.runOnContext(_ -> turn());
        backlog.watch(() -> table, slices);
        return Future.succeededFuture();
    }

    @Override
    public void wrote(int slice) {
        if (!slices.contains(slice)) {
            notifier.wrote();
        } else if (woken.compareAndSet(false, true)) {
            context.runOnContext(_ -> wake());
        }
    }

    /** Fails while the relay has no connection. */
    public Future<Void> check() {
        return table != null
                ? Future.succeededFuture()
                : Future.failedFuture(VertxException.noStackTrace("the relay is not connected to PostgreSQL"));
    }

    /** Ends after what is on its way is acknowledged and deleted, or after a bounded wait. */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(_ -> {
            stopping = true;
            backlog.end();
            turn();
            awaitQuiet(stopped, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MAX_MS));
        });
        return stopped.future().compose(_ -> notifier.stop());
    }

    private void wake() {
        woken.set(false);
        pollInterval.busy();
        turn();
    }

    /** Whether the relay still works on this connection. */
    boolean current(OutboxTable open) {
        return open.equals(table);
    }

    /** One round trip: fetch what comes next, delete what was acknowledged, claim slices that are free. */
    void turn() {
        if (turning) {
            again = true;
            return;
        }
        turning = true;
        again = false;
        var open = table;
        (open == null ? connect() : round(open)).onComplete(ended -> {
            turning = false;
            if (ended.failed()) {
                failed(ended.cause());
            } else if (again) {
                context.runOnContext(_ -> turn());
            } else {
                pollLater();
            }
        });
    }

    private Future<Void> connect() {
        if (stopping) {
            return Future.succeededFuture();
        }
        return DedicatedConnection.open(vertx, settings, DatabaseRole.RELAY).compose(connection -> {
            var fresh = new OutboxTable(connection, kept);
            connection.onClose(() -> context.runOnContext(_ -> lost(fresh)));
            connection.onNotification(() -> context.runOnContext(_ -> wake()));
            table = fresh;
            again = true;
            return fresh.listen();
        });
    }

    private Future<Void> round(OutboxTable open) {
        var asked = stopping ? List.<Integer>of() : slices.open();
        var heads = asked.isEmpty() ? Future.succeededFuture(List.<SliceBatch>of()) : open.heads(asked);
        return Future.all(
                        heads.onSuccess(batches -> sender.publish(open, batches)),
                        open.deleteAcknowledged(),
                        claim(open))
                .mapEmpty();
    }

    private Future<Void> claim(OutboxTable open) {
        var wanted = stopping ? List.<Integer>of() : slices.wanted();
        if (wanted.isEmpty()) {
            return Future.succeededFuture();
        }
        return open.claim(wanted).onSuccess(claimed -> own(open, claimed)).mapEmpty();
    }

    private void own(OutboxTable open, Set<Integer> claimed) {
        if (current(open) && !claimed.isEmpty()) {
            slices.add(claimed);
            again = true;
        }
    }

    private void pollLater() {
        if (!stopping || !slices.allAtRest()) {
            pollInterval.later();
        }
    }

    private void failed(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("outbox relay lost its PostgreSQL connection");
        var broken = table;
        if (broken != null) {
            lost(broken);
            broken.close().onFailure(_ -> {});
        }
        if (!stopping) {
            pollInterval.retry();
        }
    }

    /**
     * The locks are gone with the session: another relay may own the slices now, and sends what we have not deleted.
     */
    private void lost(OutboxTable stopped) {
        if (current(stopped)) {
            table = null;
            slices.lose();
            pollInterval.retry();
        }
    }

    private void awaitQuiet(Promise<Void> stopped, long untilNanos) {
        var open = table;
        var quiet = slices.allAtRest() && !turning && (open == null || open.nothingToDelete());
        if (open == null || quiet || System.nanoTime() - untilNanos > 0) {
            pollInterval.end();
            (open == null ? Future.<Void>succeededFuture() : open.close()).onComplete(stopped);
        } else {
            vertx.setTimer(LOOK_EVERY_MS, _ -> awaitQuiet(stopped, untilNanos));
        }
    }
}
