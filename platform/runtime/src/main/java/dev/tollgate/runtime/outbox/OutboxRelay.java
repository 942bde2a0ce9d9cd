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
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the outbox to Kafka. A slice belongs to one relay at a time, by an advisory lock of its session; rows leave in
 * the order of their ids and are deleted after the acknowledgement, so a crash repeats and never loses. A marker leaves
 * only when every row of its slice that could be seen before it is acknowledged.
 *
 * <p>Woken in process by {@link #wrote}, by other processes through NOTIFY, and by a poll as the backstop. Everything
 * happens on one context of its own.
 */
public final class OutboxRelay implements OutboxSignal {
    static final String CHANNEL = "tollgate_outbox";

    private static final int LOCK_CLASS = 0x6f757462;
    private static final int ROWS_MAX = 500;
    private static final int BYTES_MAX = 4 << 20;
    private static final long POLL_BUSY_MS = 10;
    private static final long POLL_IDLE_MS = 1_000;
    private static final long RETRY_MS = 200;
    private static final long CLAIM_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRAIN_MAX_MS = 5_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxRelay.class);

    private static final String CLAIM = """
            SELECT slice FROM unnest($1::int[]) AS slice WHERE pg_try_advisory_lock($2, slice)
            """;

    private static final String DELETE = """
            DELETE FROM outbox.message m
             USING unnest($1::int[], $2::bigint[]) AS sent (slice, id)
             WHERE m.slice = sent.slice AND m.id = sent.id
            """;

    private static final String HEADS = """
            SELECT head.slice, head.id, head.topic, head.key, head.body, head.marker
              FROM unnest($1::int[]) AS wanted (slice)
             CROSS JOIN LATERAL (
                   SELECT first.*, sum(octet_length(first.body)) OVER (ORDER BY first.id) AS bytes
                     FROM (SELECT * FROM outbox.message m WHERE m.slice = wanted.slice ORDER BY m.id LIMIT $2) first
                   ) AS head
             WHERE head.bytes - octet_length(head.body) < $3
             ORDER BY head.slice, head.id
            """;

    private final Vertx vertx;
    private final PostgresSettings settings;
    private final EventPublisher publisher;
    private final int slices;
    private final Context context;
    private final OutboxNotifier notifier;
    private final Counter relayed;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Set<Integer> busy = new HashSet<>();
    private List<SliceBatch.Message> acknowledged = new ArrayList<>();
    private volatile Set<Integer> owned = Set.of();
    private volatile boolean connected;
    private @Nullable DedicatedConnection connection;
    private boolean turning;
    private boolean again;
    private boolean stopping;
    private long claimedAtNanos;
    private long delayMs = POLL_BUSY_MS;
    private long timer = -1;

    /**
     * A relay that is not started yet.
     *
     * @param slices as many as the topics have partitions
     */
    public OutboxRelay(
            Vertx vertx, PostgresSettings settings, EventPublisher publisher, int slices, MeterRegistry registry) {
        this.vertx = vertx;
        this.settings = settings;
        this.publisher = publisher;
        this.slices = slices;
        this.context = vertx.getOrCreateContext();
        this.notifier = new OutboxNotifier(vertx, settings);
        this.relayed = Counter.builder("tollgate.outbox.relayed")
                .description("Messages brought to Kafka")
                .register(registry);
        var _ = Gauge.builder("tollgate.outbox.slices", () -> owned.size())
                .description("Slices that this process relays")
                .register(registry);
    }

    /** Completes at once: the relay connects, and connects again, by itself. */
    public Future<Void> start() {
        context.runOnContext(_ -> turn());
        return Future.succeededFuture();
    }

    @Override
    public void wrote(int slice) {
        if (!owned.contains(slice)) {
            notifier.wrote();
        } else if (woken.compareAndSet(false, true)) {
            context.runOnContext(_ -> wake());
        }
    }

    /** Fails while the relay has no connection. */
    public Future<Void> check() {
        return connected
                ? Future.succeededFuture()
                : Future.failedFuture(VertxException.noStackTrace("the relay is not connected to PostgreSQL"));
    }

    /** Ends after what is on its way is acknowledged and deleted, or after a bounded wait. */
    public Future<Void> stop() {
        var stopped = Promise.<Void>promise();
        context.runOnContext(_ -> {
            stopping = true;
            turn();
            awaitQuiet(stopped, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MAX_MS));
        });
        return stopped.future().compose(_ -> notifier.stop());
    }

    private void wake() {
        woken.set(false);
        delayMs = POLL_BUSY_MS;
        turn();
    }

    /** One round trip: delete what was acknowledged, claim slices that are free, fetch the heads of those at rest. */
    private void turn() {
        var open = connection;
        if (turning) {
            again = true;
            return;
        }
        turning = true;
        again = false;
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
        return DedicatedConnection.open(vertx, settings, DatabaseRole.RELAY).compose(fresh -> {
            fresh.onClose(() -> context.runOnContext(_ -> lost(fresh)));
            fresh.onNotification(() -> context.runOnContext(_ -> wake()));
            connection = fresh;
            connected = true;
            again = true;
            claimedAtNanos = System.nanoTime() - CLAIM_EVERY_NANOS;
            return fresh.command("LISTEN " + CHANNEL);
        });
    }

    private Future<Void> round(DedicatedConnection open) {
        var deleted = delete(open);
        var claimed = claim(open);
        var wanted = stopping ? new Integer[0] : atRest();
        if (wanted.length == 0) {
            return Future.all(deleted, claimed).mapEmpty();
        }
        var heads = open.query(
                HEADS,
                Tuple.tuple().addArrayOfInteger(wanted).addInteger(ROWS_MAX).addInteger(BYTES_MAX));
        return Future.all(deleted, claimed).compose(_ -> heads).map(rows -> publish(open, rows));
    }

    private Integer[] atRest() {
        return owned.stream().filter(slice -> !busy.contains(slice)).toArray(Integer[]::new);
    }

    private Future<Void> delete(DedicatedConnection open) {
        if (acknowledged.isEmpty()) {
            return Future.succeededFuture();
        }
        var sent = acknowledged;
        acknowledged = new ArrayList<>();
        var sentSlices = sent.stream().map(SliceBatch.Message::slice).toArray(Integer[]::new);
        var sentIds = sent.stream().map(SliceBatch.Message::id).toArray(Long[]::new);
        return open.query(DELETE, Tuple.tuple().addArrayOfInteger(sentSlices).addArrayOfLong(sentIds))
                .mapEmpty();
    }

    private Future<Void> claim(DedicatedConnection open) {
        if (stopping || owned.size() == slices || System.nanoTime() - claimedAtNanos < CLAIM_EVERY_NANOS) {
            return Future.succeededFuture();
        }
        claimedAtNanos = System.nanoTime();
        var missing = IntStream.range(0, slices)
                .filter(slice -> !owned.contains(slice))
                .boxed()
                .toArray(Integer[]::new);
        return open.query(CLAIM, Tuple.tuple().addArrayOfInteger(missing).addInteger(LOCK_CLASS))
                .map(rows -> own(open, rows));
    }

    private @Nullable Void own(DedicatedConnection open, RowSet<Row> rows) {
        if (open.equals(connection) && rows.size() > 0) {
            var all = new HashSet<>(owned);
            rows.forEach(row -> all.add(row.getInteger("slice")));
            owned = Set.copyOf(all);
            again = true;
        }
        return null;
    }

    private @Nullable Void publish(DedicatedConnection open, RowSet<Row> rows) {
        var messages = StreamSupport.stream(rows.spliterator(), false)
                .map(SliceBatch.Message::of)
                .toList();
        delayMs = messages.isEmpty() ? Math.min(delayMs * 2, POLL_IDLE_MS) : POLL_BUSY_MS;
        SliceBatch.of(messages).forEach(batch -> publish(open, batch));
        return null;
    }

    private void publish(DedicatedConnection open, SliceBatch batch) {
        busy.add(batch.slice());
        var sent = batch.messages().stream()
                .map(message -> publisher
                        .publish(
                                message.topic(),
                                message.slice(),
                                message.key(),
                                message.body().getBytes())
                        .onSuccess(_ -> acknowledged(open, message)))
                .toList();
        Future.join(sent).onComplete(all -> {
            if (all.succeeded()) {
                rest(open, batch.slice());
            } else {
                LOGGER.atWarn()
                        .addKeyValue("slice", batch.slice())
                        .addKeyValue("reason", all.cause().getMessage())
                        .log("Kafka did not take all messages; they are sent again");
                vertx.setTimer(RETRY_MS, _ -> rest(open, batch.slice()));
            }
        });
    }

    private void acknowledged(DedicatedConnection open, SliceBatch.Message message) {
        if (open.equals(connection)) {
            acknowledged.add(message);
            relayed.increment();
        }
    }

    private void rest(DedicatedConnection open, int slice) {
        if (open.equals(connection)) {
            busy.remove(slice);
            turn();
        }
    }

    private void pollLater() {
        if (!stopping) {
            vertx.cancelTimer(timer);
            timer = vertx.setTimer(busy.isEmpty() ? delayMs : POLL_IDLE_MS, _ -> turn());
        }
    }

    private void failed(Throwable cause) {
        LOGGER.atWarn()
                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                .log("the relay lost PostgreSQL");
        var broken = connection;
        if (broken != null) {
            lost(broken);
            broken.close().onFailure(_ -> {});
        }
        if (!stopping) {
            timer = vertx.setTimer(RETRY_MS, _ -> turn());
        }
    }

    /**
     * The locks are gone with the session: another relay may own the slices now, and sends what we have not deleted.
     */
    private void lost(DedicatedConnection gone) {
        if (gone.equals(connection)) {
            connection = null;
            connected = false;
            owned = Set.of();
            busy.clear();
            acknowledged = new ArrayList<>();
            context.runOnContext(_ -> turn());
        }
    }

    private void awaitQuiet(Promise<Void> stopped, long untilNanos) {
        var open = connection;
        var quiet = busy.isEmpty() && acknowledged.isEmpty() && !turning;
        if (open == null || quiet || System.nanoTime() - untilNanos > 0) {
            vertx.cancelTimer(timer);
            (open == null ? Future.<Void>succeededFuture() : open.close()).onComplete(stopped);
        } else {
            vertx.setTimer(POLL_BUSY_MS, _ -> awaitQuiet(stopped, untilNanos));
        }
    }
}
