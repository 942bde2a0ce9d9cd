package dev.tollgate.gateway.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.memory.Deadlines;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usage events of one loop on their way to Kafka, in records that the loops of a process share: one per partition,
 * closed at the end of a loop's turn, or once the record before it has arrived and the pace allows, at the latest with
 * {@value UsageCodec#EVENTS_MAX} events. Where Kafka has not acknowledged in time ({@link AckPatience}), the same bytes
 * go into the outbox too: whichever is durable first is enough, and the meter books an event once. Where Kafka is not
 * durable, they go into the outbox only.
 */
public final class UsageBatches {

    /** Maximum time from closing a part to durable, waiting in its lane included; afterwards the outcome is unknown. */
    static final Duration DURABLE_MAX = Duration.ofSeconds(10);

    /** Destinations of the loop's usage events. Durable: what Kafka has acknowledged is never lost. */
    public record Channels(EventPublisher publisher, Database database, OutboxSignal outboxSignal, boolean durable) {}

    private final Vertx vertx;
    private final ContextInternal loop;
    private final Channels channels;
    private final InstantSource clock;
    private final UsageLanes lanes;
    private final @Nullable UsagePart[] open;
    private final AckPatience patience = new AckPatience();
    private final Deadlines late;
    private boolean closing;
    private boolean ticking;

    /** For the calling event loop. */
    public UsageBatches(Vertx vertx, Channels channels, UsageLanes lanes, InstantSource clock) {
        this(vertx, channels, lanes, clock, DURABLE_MAX);
    }

    /** The same with another maximum than {@link #DURABLE_MAX}, for tests. */
    UsageBatches(Vertx vertx, Channels channels, UsageLanes lanes, InstantSource clock, Duration durableMax) {
        this.vertx = vertx;
        this.loop = (ContextInternal) vertx.getOrCreateContext();
        this.channels = channels;
        this.clock = clock;
        this.lanes = lanes;
        this.late = new Deadlines(durableMax);
        this.open = new UsagePart[lanes.partitions()];
    }

    /** Completes when the event is durable. */
    public Future<Void> add(UsageRecorded event) {
        TenantId tenant = event.call().tenant();
        if (tenant == null) {
            throw new IllegalArgumentException("usage without an account: " + event.id());
        }
        int partition = Partitioner.of(tenant.value(), open.length);
        var part = open[partition];
        if (part == null) {
            part = new UsagePart(tenant.text(), loop.promise());
            open[partition] = part;
            closeSoon();
        }
        part.add(event);
        if (part.full()) {
            close(partition);
        }
        return part.durable();
    }

    private void closeSoon() {
        if (!closing) {
            closing = true;
            loop.runOnContext(_ -> {
                closing = false;
                for (int partition = 0; partition < open.length; partition++) {
                    close(partition);
                }
            });
        }
    }

    private void close(int partition) {
        var part = open[partition];
        if (part != null) {
            open[partition] = null;
            limit(part);
            var lane = lanes.of(partition);
            lane.add(part);
            advance(lane);
        }
    }

    /** Ends it in time even if its record is never sent: the record before it may be another loop's, which hangs. */
    private void limit(UsagePart part) {
        late.join(part, System.nanoTime());
        part.durable().onComplete(_ -> late.leave(part));
        tickSoon();
    }

    /** One timer for all parts, while there are any. */
    private void tickSoon() {
        if (!ticking) {
            ticking = true;
            vertx.setTimer(Deadlines.TICK.toMillis(), _ -> {
                ticking = false;
                late.tick(System.nanoTime());
                if (!late.isEmpty()) {
                    tickSoon();
                }
            });
        }
    }

    /** Does what is next on the lane, whichever loop the events are of. */
    private void advance(UsageLanes.Lane lane) {
        boolean more = true;
        while (more) {
            more = switch (lane.next(System.nanoTime())) {
                case UsageLanes.Step.Send(var parts) -> {
                    new Batch(lane, parts).send();
                    yield true;
                }
                case UsageLanes.Step.Pause(long millis) -> {
                    vertx.setTimer(millis, _ -> {
                        lane.resume();
                        advance(lane);
                    });
                    yield false;
                }
                case UsageLanes.Step.Rest() -> false;
            };
        }
    }

    /** Events that share one record, and their fate. */
    private final class Batch {

        private final UsageLanes.Lane lane;
        private final List<UsagePart> parts;
        private final String key;
        private int ways = 1;
        private boolean unknown;
        private boolean standingIn;
        private boolean ended;
        private boolean freed;

        Batch(UsageLanes.Lane lane, List<UsagePart> parts) {
            this.lane = lane;
            this.parts = parts;
            this.key = parts.getFirst().key();
        }

        /** Never throws: its parts end, and the lane is freed. */
        void send() {
            try {
                List<UsageRecorded> events = new ArrayList<>();
                parts.forEach(part -> events.addAll(part.events()));
                send(UsageCodec.encode(events));
            } catch (RuntimeException broken) {
                end(lost(broken));
                free();
            }
        }

        private void send(byte[] bytes) {
            if (!channels.durable()) {
                ways = 0;
                standIn(bytes);
                return;
            }
            long sentNanos = System.nanoTime();
            long impatience = vertx.setTimer(patience.now().toMillis(), _ -> {
                free();
                standIn(bytes);
            });
            channels.publisher()
                    .publish(Topics.USAGE, lane.partition(), key, bytes)
                    .onComplete(acknowledged -> {
                        vertx.cancelTimer(impatience);
                        free();
                        if (acknowledged.succeeded()) {
                            patience.acknowledged(System.nanoTime() - sentNanos);
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
                lane.sent();
                advance(lane);
            }
        }

        private void standIn(byte[] bytes) {
            if (standingIn || ended) {
                return;
            }
            standingIn = true;
            ways++;
            long late = vertx.setTimer(DURABLE_MAX.toMillis(), _ -> end(lost(null)));
            var row = Outbox.insert(lane.partition(), Topics.USAGE, key, bytes, null);
            channels.database()
                    .transaction(
                            RowSecurityContext.NONE,
                            clock.instant().plus(DURABLE_MAX),
                            transaction -> transaction.query(row.sql(), row.args()))
                    .onComplete(committed -> {
                        vertx.cancelTimer(late);
                        if (committed.succeeded()) {
                            channels.outboxSignal().wrote(lane.partition());
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
            if (--ways == 0) {
                end(unknown ? lost(cause) : Failure.Unavailable.before("failed to record usage", known(cause)));
            }
        }

        private void end(@Nullable Throwable failure) {
            if (ended) {
                return;
            }
            ended = true;
            parts.forEach(part -> part.ended(failure));
            if (!channels.durable()) {
                free();
            }
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
