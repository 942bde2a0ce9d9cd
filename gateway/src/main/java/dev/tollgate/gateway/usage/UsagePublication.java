package dev.tollgate.gateway.usage;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage events that share one record, on their way to be durable. Where Kafka has not acknowledged in time
 * ({@link AckPatience}), the same bytes go into the outbox too: whichever is durable first is enough, and the meter
 * books an event once. Where Kafka is not durable, they go into the outbox only.
 */
final class UsagePublication {

    /** Where a loop's records go. */
    record Ways(Vertx vertx, UsageBatches.Channels channels, InstantSource clock, AckPatience patience) {}

    private final Ways ways;
    private final int partition;
    private final List<UsagePart> parts;
    private final String key;
    private final Runnable sent;
    private byte @Nullable [] encoded;
    private @Nullable Throwable broken;
    private int open = 1;
    private boolean unknown;
    private boolean standingIn;
    private boolean ended;
    private boolean freed;

    /** @param sent runs once, when its partition is free for another record */
    UsagePublication(Ways ways, UsageLanes.Batch batch, Runnable sent) {
        this.ways = ways;
        this.partition = batch.partition();
        this.parts = batch.parts();
        this.sent = sent;
        this.key = parts.getFirst().key();
    }

    /** Never throws, nor does {@link #send}: what is broken ends its parts there, and frees the partition. */
    void encode() {
        try {
            List<UsageRecorded> events = new ArrayList<>();
            parts.forEach(part -> events.addAll(part.events()));
            encoded = UsageCodec.encode(events);
        } catch (RuntimeException | Error thrown) {
            broken = thrown;
        }
    }

    void send() {
        try {
            if (encoded != null) {
                send(encoded);
                return;
            }
        } catch (RuntimeException thrown) {
            broken = thrown;
        }
        end(lost(broken));
        free();
    }

    private void send(byte[] bytes) {
        if (!ways.channels.durable()) {
            open = 0;
            standIn(bytes);
            return;
        }
        long sentNanos = System.nanoTime();
        long impatience = ways.vertx.setTimer(ways.patience.now().toMillis(), _ -> {
            free();
            standIn(bytes);
        });
        ways.channels.publisher().publish(Topics.USAGE, partition, key, bytes).onComplete(acknowledged -> {
            ways.vertx.cancelTimer(impatience);
            free();
            if (acknowledged.succeeded()) {
                ways.patience.acknowledged(System.nanoTime() - sentNanos);
            } else {
                standIn(bytes);
            }
            way(acknowledged.succeeded(), acknowledged.cause());
        });
    }

    /** The next record may go; acts once. */
    private void free() {
        if (!freed) {
            freed = true;
            sent.run();
        }
    }

    private void standIn(byte[] bytes) {
        if (standingIn || ended) {
            return;
        }
        standingIn = true;
        open++;
        long late = ways.vertx.setTimer(UsageBatches.DURABLE_MAX.toMillis(), _ -> end(lost(null)));
        var row = Outbox.insert(partition, Topics.USAGE, key, bytes, null);
        ways.channels
                .database()
                .transaction(
                        RowSecurityContext.NONE,
                        ways.clock.instant().plus(UsageBatches.DURABLE_MAX),
                        transaction -> transaction.query(row.sql(), row.args()))
                .onComplete(committed -> {
                    ways.vertx.cancelTimer(late);
                    if (committed.succeeded()) {
                        ways.channels.outboxSignal().wrote(partition);
                    }
                    way(committed.succeeded(), rolledBack(committed.cause()));
                });
    }

    /** One of the ways has ended; the batch fails only when no way is left. */
    private void way(boolean arrived, @Nullable Throwable cause) {
        if (arrived) {
            end(null);
            return;
        }
        unknown |= !(cause instanceof Failure failure) || failure.effectUnknown();
        if (--open == 0) {
            end(unknown ? lost(cause) : Failure.Unavailable.before("failed to record usage", known(cause)));
        }
    }

    private void end(@Nullable Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        parts.forEach(part -> part.ended(failure));
        if (!ways.channels.durable()) {
            free();
        }
    }

    /** What a transaction failed of without a name is proof that it was rolled back. */
    private static @Nullable Throwable rolledBack(@Nullable Throwable cause) {
        return cause == null || cause instanceof Failure
                ? cause
                : Failure.Unavailable.before("PostgreSQL refused a usage batch", cause);
    }

    static Failure lost(@Nullable Throwable cause) {
        return Failure.Unavailable.unknown("usage outcome unknown", known(cause));
    }

    private static Throwable known(@Nullable Throwable cause) {
        return cause == null ? VertxException.noStackTrace("no answer in time") : cause;
    }
}
