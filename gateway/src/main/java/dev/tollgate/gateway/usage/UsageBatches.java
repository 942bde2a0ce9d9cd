package dev.tollgate.gateway.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.Partitions;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Session;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage events of one loop on their way to Kafka: one record per partition, closed after {@value #OPEN_MS} ms or
 * {@value UsageCodec#EVENTS_MAX} events. Where Kafka has not acknowledged in {@value #ACK_WAIT_MS} ms, the same bytes
 * go into the outbox too: whichever is durable first is enough, and the meter books an event once.
 */
public final class UsageBatches {

    static final long OPEN_MS = 1;
    static final long ACK_WAIT_MS = 50;

    /** From closing a batch to durable; after it nobody knows. */
    static final Duration DURABLE_MAX = Duration.ofSeconds(10);

    /** Where the loop's events go. */
    public record Channels(EventPublisher publisher, Database database, OutboxSignal outboxSignal) {}

    private final Vertx vertx;
    private final Channels channels;
    private final InstantSource clock;
    private final @Nullable Batch[] open;
    private int openCount;

    public UsageBatches(Vertx vertx, Channels channels, int partitions, InstantSource clock) {
        this.vertx = vertx;
        this.channels = channels;
        this.clock = clock;
        this.open = new Batch[partitions];
    }

    /** Completes when the event is durable. */
    public Future<Void> add(UsageRecorded event) {
        TenantId tenant = event.call().tenant();
        if (tenant == null) {
            throw new IllegalArgumentException("usage without an account: " + event.id());
        }
        int partition = Partitions.of(tenant.value(), open.length);
        var batch = open[partition];
        if (batch == null) {
            batch = new Batch(partition, tenant.text());
            open[partition] = batch;
            if (openCount++ == 0) {
                vertx.setTimer(OPEN_MS, _ -> closeAll());
            }
        }
        batch.events.add(event);
        if (batch.events.size() == UsageCodec.EVENTS_MAX) {
            open[partition] = null;
            openCount--;
            batch.close();
        }
        return batch.durable.future();
    }

    private void closeAll() {
        for (int partition = 0; partition < open.length && openCount > 0; partition++) {
            var batch = open[partition];
            if (batch != null) {
                open[partition] = null;
                openCount--;
                batch.close();
            }
        }
    }

    /** Events that share one record, and their fate. */
    private final class Batch {

        final List<UsageRecorded> events = new ArrayList<>();
        final Promise<Void> durable = Promise.promise();
        private final int partition;
        private final String key;
        private int ways = 1;
        private boolean unknown;
        private boolean standingIn;

        Batch(int partition, String key) {
            this.partition = partition;
            this.key = key;
        }

        void close() {
            var bytes = UsageCodec.encode(events);
            long impatience = vertx.setTimer(ACK_WAIT_MS, _ -> standIn(bytes));
            channels.publisher().publish(Topics.USAGE, partition, key, bytes).onComplete(acknowledged -> {
                vertx.cancelTimer(impatience);
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
            var row = Outbox.insert(partition, Topics.USAGE, key, bytes, null);
            channels.database()
                    .transaction(
                            Session.NONE,
                            clock.instant().plus(DURABLE_MAX),
                            transaction -> transaction.query(row.sql(), row.args()))
                    .onComplete(committed -> {
                        vertx.cancelTimer(late);
                        if (committed.succeeded()) {
                            channels.outboxSignal().wrote(partition);
                        }
                        way(committed.succeeded(), committed.cause());
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
                        unknown
                                ? lost(cause)
                                : Failure.Unavailable.before("usage could not be recorded", known(cause)));
            }
        }
    }

    private static Failure lost(@Nullable Throwable cause) {
        return Failure.Unavailable.unknown("usage may or may not have been recorded", known(cause));
    }

    private static Throwable known(@Nullable Throwable cause) {
        return cause == null ? VertxException.noStackTrace("no answer in time") : cause;
    }
}
