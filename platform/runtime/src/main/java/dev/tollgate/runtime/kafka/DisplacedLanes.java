package dev.tollgate.runtime.kafka;

import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;

/**
 * Lanes whose position the log does not have: halted until the reader has dealt with it, or has sought another position
 * meanwhile. The other lanes go on. Confined to the stream's context.
 */
final class DisplacedLanes {

    private final Vertx vertx;
    private final StreamConsumer consumer;
    private final EventHandler reader;
    private final IntFunction<StreamLane> lanes;
    private final BooleanSupplier closed;

    /**
     * Those of one stream.
     *
     * @param lanes gives the lane of a partition
     * @param closed whether the stream is
     */
    DisplacedLanes(
            Vertx vertx,
            StreamConsumer consumer,
            EventHandler reader,
            IntFunction<StreamLane> lanes,
            BooleanSupplier closed) {
        this.vertx = vertx;
        this.consumer = consumer;
        this.reader = reader;
        this.lanes = lanes;
        this.closed = closed;
    }

    /** Halts the lanes of these partitions. */
    void halt(OffsetOutOfRangeException cause) {
        cause.partitions().forEach(gone -> lanes.apply(gone.partition()).halt());
        look(cause);
    }

    /** Until the log answers: what is read from a position that is not trusted is lost for the reader. */
    private void look(OffsetOutOfRangeException cause) {
        if (closed.getAsBoolean()) {
            return;
        }
        consumer.displacements(cause).onSuccess(all -> all.forEach(this::tell)).onFailure(failure -> {
            if (!closed.getAsBoolean()) {
                reader.fault(failure);
                vertx.setTimer(EventStream.RETRY_MS, _ -> look(cause));
            }
        });
    }

    /** Until the reader has dealt with it, or has sought another position meanwhile. */
    private void tell(Displacement displacement) {
        var lane = lanes.apply(displacement.partition());
        if (closed.getAsBoolean() || !lane.halted()) {
            return;
        }
        var dealt = reader.displaced(displacement);
        if (dealt == null) {
            lane.resume();
        } else {
            dealt.onFailure(_ -> vertx.setTimer(EventStream.RETRY_MS, _ -> tell(displacement)));
        }
    }
}
