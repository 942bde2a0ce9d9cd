package dev.tollgate.gateway.usage;

import dev.tollgate.money.usage.UsageCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The order of usage records of a process on their way to Kafka: one lane per partition, which all loops share, because
 * a record costs Kafka's client and server as much as many events do. Safe from every thread.
 */
public final class UsageLanes {

    /** Records of one partition that wait for Kafka at once; events that come meanwhile share the next. */
    static final int SENDING_MAX = 1;

    /** Maximum of {@link #paceMs}. */
    static final long PACE_MAX_MS = 2;

    private final Lane[] lanes;
    private final AtomicInteger underWay = new AtomicInteger();

    public UsageLanes(int partitions) {
        this.lanes = new Lane[partitions];
        Arrays.setAll(lanes, Lane::new);
    }

    int partitions() {
        return lanes.length;
    }

    Lane of(int partition) {
        return lanes[partition];
    }

    /**
     * The least time from one record of a partition to the next, to a timer's precision. With one partition in flight
     * there are few records anyway, and the pace is shorter. After a pause the first goes at once.
     */
    static long paceMs(int partitionsUnderWay) {
        return Math.clamp(partitionsUnderWay, 1, PACE_MAX_MS);
    }

    /** What the loop that asks has to do for a lane. */
    sealed interface Step {

        /** Send these as one record, and tell {@link Lane#sent()}. */
        record Send(List<UsagePart> parts) implements Step {}

        /** Ask again after so long, after {@link Lane#resume()}. */
        record Pause(long millis) implements Step {}

        /** Nothing: no events wait, or another step is under way. */
        record Rest() implements Step {}
    }

    /** The way of one partition: at most {@link #SENDING_MAX} records are being sent, unless a whole one waits. */
    final class Lane {

        private final int partition;
        private final ArrayDeque<UsagePart> waiting = new ArrayDeque<>();
        private int events;
        private int sending;
        private boolean pausing;
        private long sentNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PACE_MAX_MS);

        private Lane(int partition) {
            this.partition = partition;
        }

        int partition() {
            return partition;
        }

        /** Events for the next record. */
        synchronized void add(UsagePart part) {
            if (waiting.isEmpty() && sending == 0) {
                underWay.incrementAndGet();
            }
            waiting.add(part);
            events += part.size();
        }

        /** The next step, which belongs to the caller. */
        synchronized Step next(long nowNanos) {
            if (events >= UsageCodec.EVENTS_MAX) {
                return take(nowNanos);
            }
            if (waiting.isEmpty() || sending >= SENDING_MAX || pausing) {
                return new Step.Rest();
            }
            long pace = paceMs(underWay.get());
            if (nowNanos - sentNanos >= TimeUnit.MILLISECONDS.toNanos(pace)) {
                return take(nowNanos);
            }
            pausing = true;
            return new Step.Pause(pace);
        }

        synchronized void resume() {
            pausing = false;
        }

        /** A record is not waited for any more. */
        synchronized void sent() {
            sending--;
            if (waiting.isEmpty() && sending == 0) {
                underWay.decrementAndGet();
            }
        }

        private Step take(long nowNanos) {
            List<UsagePart> parts = new ArrayList<>(waiting.size());
            int taken = 0;
            for (var next = waiting.peek();
                    next != null && taken + next.size() <= UsageCodec.EVENTS_MAX;
                    next = waiting.peek()) {
                parts.add(waiting.remove());
                taken += next.size();
            }
            events -= taken;
            sending++;
            sentNanos = nowNanos;
            return new Step.Send(parts);
        }
    }
}
