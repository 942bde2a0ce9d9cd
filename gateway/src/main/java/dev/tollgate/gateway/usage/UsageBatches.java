package dev.tollgate.gateway.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Usage events of one loop on their way to Kafka: one record per partition, closed at the end of the loop's turn, or
 * once the record before it has arrived and the pace allows, at the latest with {@value UsageCodec#EVENTS_MAX} events.
 * Where Kafka has not acknowledged in {@value #ACK_WAIT_MS} ms, the same bytes go into the outbox too: whichever is
 * durable first is enough, and the meter books an event once. Where Kafka is not durable, they go into the outbox only.
 */
public final class UsageBatches {

    static final long ACK_WAIT_MS = 50;

    /** Maximum time from closing a batch to durable; afterwards the outcome is unknown. */
    static final Duration DURABLE_MAX = Duration.ofSeconds(10);

    /** Destinations of the loop's usage events. Durable: what Kafka has acknowledged is never lost. */
    public record Channels(EventPublisher publisher, Database database, OutboxSignal outboxSignal, boolean durable) {}

    /** Records of one partition that wait for Kafka at once; events that come meanwhile share the next. */
    static final int SENDING_MAX = 1;

    /** Maximum of {@link #paceMs}. */
    static final long PACE_MAX_MS = 3;

    private final Vertx vertx;
    private final Context loop;
    private final Channels channels;
    private final InstantSource clock;
    private final Lane[] lanes;
    private boolean closing;

    /** For the calling event loop. */
    public UsageBatches(Vertx vertx, Channels channels, int partitions, InstantSource clock) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.channels = channels;
        this.clock = clock;
        this.lanes = new Lane[partitions];
        Arrays.setAll(lanes, Lane::new);
    }

    /** Completes when the event is durable. */
    public Future<Void> add(UsageRecorded event) {
        TenantId tenant = event.call().tenant();
        if (tenant == null) {
            throw new IllegalArgumentException("usage without an account: " + event.id());
        }
        return lanes[Partitioner.of(tenant.value(), lanes.length)].add(event, tenant);
    }

    /**
     * The least time from one record of a partition to the next, to a timer's precision: a record costs Kafka's client
     * and server as much as many events do. With few partitions in flight there are few records anyway, and the pace is
     * shorter. After a pause the first goes at once.
     */
    static long paceMs(int partitionsUnderWay) {
        return Math.clamp(partitionsUnderWay, 1, PACE_MAX_MS);
    }

    private int underWay() {
        int count = 0;
        for (var lane : lanes) {
            count += lane.underWay() ? 1 : 0;
        }
        return count;
    }

    private void closeSoon() {
        if (!closing) {
            closing = true;
            loop.runOnContext(_ -> {
                closing = false;
                for (var lane : lanes) {
                    lane.close();
                }
            });
        }
    }

    /** The way of one partition: at most one batch is open, at most {@link #SENDING_MAX} are being sent. */
    private final class Lane {

        private final int partition;
        private @Nullable Batch open;
        private int sending;
        private boolean pacing;
        private long sentNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PACE_MAX_MS);

        Lane(int partition) {
            this.partition = partition;
        }

        Future<Void> add(UsageRecorded event, TenantId tenant) {
            var batch = open;
            if (batch == null) {
                batch = new Batch(this, tenant.text());
                open = batch;
                closeSoon();
            }
            batch.events.add(event);
            if (batch.events.size() == UsageCodec.EVENTS_MAX) {
                send(batch);
            }
            return batch.durable.future();
        }

        boolean underWay() {
            return open != null || sending > 0;
        }

        void close() {
            if (open == null || sending >= SENDING_MAX || pacing) {
                return;
            }
            long pace = paceMs(UsageBatches.this.underWay());
            if (System.nanoTime() - sentNanos >= TimeUnit.MILLISECONDS.toNanos(pace)) {
                send(open);
            } else {
                pacing = true;
                vertx.setTimer(pace, _ -> {
                    pacing = false;
                    close();
                });
            }
        }

        void sent() {
            sending--;
            close();
        }

        private void send(Batch batch) {
            open = null;
            sending++;
            sentNanos = System.nanoTime();
            batch.send();
        }
    }

    /** Events that share one record, and their fate. */
    private final class Batch {

        final List<UsageRecorded> events = new ArrayList<>();
        final Promise<Void> durable = Promise.promise();
        private final Lane lane;
        private final String key;
        private int ways = 1;
        private boolean unknown;
        private boolean standingIn;

        Batch(Lane lane, String key) {
            this.lane = lane;
            this.key = key;
        }

        void send() {
            var bytes = UsageCodec.encode(events);
            if (!channels.durable()) {
                ways = 0;
                standIn(bytes);
                durable.future().onComplete(_ -> lane.sent());
                return;
            }
            long impatience = vertx.setTimer(ACK_WAIT_MS, _ -> {
                lane.sent();
                standIn(bytes);
            });
            channels.publisher()
                    .publish(Topics.USAGE, lane.partition, key, bytes)
                    .onComplete(acknowledged -> {
                        if (vertx.cancelTimer(impatience)) {
                            lane.sent();
                        }
                        if (acknowledged.failed()) {
                            standIn(bytes);
                        }
                        way(acknowledged.succeeded(), acknowledged.cause());
                    });
        }

        private void standIn(byte[] bytes) {
            if (standingIn || durable.future().isComplete()) {
                return;
            }
            standingIn = true;
            ways++;
            long late = vertx.setTimer(DURABLE_MAX.toMillis(), _ -> durable.tryFail(lost(null)));
            var row = Outbox.insert(lane.partition, Topics.USAGE, key, bytes, null);
            channels.database()
                    .transaction(
                            RowSecurityContext.NONE,
                            clock.instant().plus(DURABLE_MAX),
                            transaction -> transaction.query(row.sql(), row.args()))
                    .onComplete(committed -> {
                        vertx.cancelTimer(late);
                        if (committed.succeeded()) {
                            channels.outboxSignal().wrote(lane.partition);
                        }
                        way(committed.succeeded(), rolledBack(committed.cause()));
                    });
        }

        /** One of the ways has ended; the batch fails only when no way is left. */
        private void way(boolean arrived, @Nullable Throwable cause) {
            if (arrived) {
                durable.tryComplete();
                return;
            }
            unknown |= !(cause instanceof Failure failure) || failure.effectUnknown();
            if (--ways == 0) {
                durable.tryFail(
                        unknown ? lost(cause) : Failure.Unavailable.before("failed to record usage", known(cause)));
            }
        }
    }

    /** What a transaction failed of without a name is proof that it was rolled back. */
    private static @Nullable Throwable rolledBack(@Nullable Throwable cause) {
        return cause == null || cause instanceof Failure
                ? cause
                : Failure.Unavailable.before("PostgreSQL refused a usage batch", cause);
    }

    private static Failure lost(@Nullable Throwable cause) {
        return Failure.Unavailable.unknown("usage outcome unknown", known(cause));
    }

    private static Throwable known(@Nullable Throwable cause) {
        return cause == null ? VertxException.noStackTrace("no answer in time") : cause;
    }
}
