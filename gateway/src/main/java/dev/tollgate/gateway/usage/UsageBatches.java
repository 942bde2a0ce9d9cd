package dev.tollgate.gateway.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.memory.Deadlines;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.repeat.LoopTimer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Usage events of one loop on their way to Kafka, in records that the loops of a process share: one per partition,
 * closed at the end of a loop's turn, or once the record before it has arrived and the pace allows, at the latest with
 * {@value UsageCodec#EVENTS_MAX} events. {@link UsagePublication} makes a record durable.
 */
public final class UsageBatches {

    /** Maximum time from closing a part to durable, waiting in its lane included; afterwards the outcome is unknown. */
    static final Duration DURABLE_MAX = Duration.ofSeconds(10);

    /** Destinations of the loop's usage events. Durable: what Kafka has acknowledged is never lost. */
    public record Channels(EventPublisher publisher, Database database, OutboxSignal outboxSignal, boolean durable) {}

    /**
     * How time passes.
     *
     * @param durableMax see {@link #DURABLE_MAX}
     * @param nanos the time of the lanes, as {@link System#nanoTime()} tells it
     */
    record Pace(Duration durableMax, LongSupplier nanos) {}

    private final Vertx vertx;
    private final ContextInternal loop;
    private final UsageLanes lanes;
    private final @Nullable UsagePart[] open;
    private final UsagePublication.Ways ways;
    private final LongSupplier nanos;
    private final Deadlines late;
    private boolean closing;
    private boolean ticking;

    /** For the calling event loop. */
    public UsageBatches(Vertx vertx, Channels channels, UsageLanes lanes, InstantSource clock) {
        this(vertx, channels, lanes, clock, new Pace(DURABLE_MAX, System::nanoTime));
    }

    /** The same at another pace, for tests. */
    UsageBatches(Vertx vertx, Channels channels, UsageLanes lanes, InstantSource clock, Pace pace) {
        this.vertx = vertx;
        this.loop = (ContextInternal) vertx.getOrCreateContext();
        this.lanes = lanes;
        this.ways = new UsagePublication.Ways(vertx, channels, clock, new AckPatience());
        this.nanos = pace.nanos();
        this.late = new Deadlines(pace.durableMax());
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
            advance();
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
                advance();
            });
        }
    }

    private void close(int partition) {
        var part = open[partition];
        if (part != null) {
            open[partition] = null;
            limit(part);
            lanes.add(partition, part);
        }
    }

    /** Ends it in time even if its record is never sent: the record before it may be another loop's, which hangs. */
    private void limit(UsagePart part) {
        late.join(part, nanos.getAsLong());
        part.durable().onComplete(_ -> late.leave(part));
        tickSoon();
    }

    /** One timer for all parts, while there are any. Their record may be taken over by then from a loop that hangs. */
    private void tickSoon() {
        if (!ticking) {
            ticking = true;
            vertx.setTimer(Deadlines.TICK.toMillis(), _ -> {
                ticking = false;
                late.tick(nanos.getAsLong());
                if (!late.isEmpty()) {
                    advance();
                    tickSoon();
                }
            });
        }
    }

    /** Does what is next, whichever loop the events are of. */
    private void advance() {
        boolean more = true;
        while (more) {
            more = switch (lanes.next(nanos.getAsLong())) {
                case UsageLanes.Step.Send(var batches) -> {
                    send(batches);
                    yield true;
                }
                case UsageLanes.Step.Pause(long nanos) -> {
                    pause(nanos);
                    yield false;
                }
                case UsageLanes.Step.Rest() -> false;
            };
        }
    }

    private void pause(long nanos) {
        LoopTimer.after(loop, nanos, () -> {
            lanes.resume();
            advance();
        });
    }

    /** All are encoded before the first is handed over, so that Kafka's client finds them together. */
    private void send(List<UsageLanes.Batch> batches) {
        List<UsagePublication> publications = new ArrayList<>(batches.size());
        for (var batch : batches) {
            publications.add(new UsagePublication(ways, batch, () -> {
                lanes.sent(batch.partition());
                advance();
            }));
        }
        publications.forEach(UsagePublication::encode);
        publications.forEach(UsagePublication::send);
    }
}
