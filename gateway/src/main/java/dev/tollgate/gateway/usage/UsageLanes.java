package dev.tollgate.gateway.usage;

import dev.tollgate.money.usage.UsageCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The order of usage records of a process on their way to Kafka: one lane per partition, which all loops share, because
 * a record costs Kafka's client and server as much as many events do. Records of several partitions go together, since
 * they share a request then. Safe from every thread.
 */
public final class UsageLanes {

    /** Records of one partition that wait for Kafka at once; events that come meanwhile share the next. */
    static final int SENDING_MAX = 1;

    /** Maximum of {@link #paceNanos}. */
    static final long PACE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So late a pause is taken over: its loop may be held up. */
    private static final long PAUSE_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Lane[] lanes;
    private boolean pausing;

    private long pauseEndsNanos;
    private long sentNanos = System.nanoTime() - PACE_MAX_NANOS;

    public UsageLanes(int partitions) {
        this.lanes = new Lane[partitions];
        Arrays.setAll(lanes, Lane::new);
    }

    /**
     * The least time from some records to the next. With one partition under way there are few records anyway, and the
     * pace is shorter. After a pause the first goes at once.
     */
    static long paceNanos(int partitionsUnderWay) {
        return Math.min(TimeUnit.MILLISECONDS.toNanos(Math.max(partitionsUnderWay, 1)), PACE_MAX_NANOS);
    }

    /** What the loop that asks has to do. */
    sealed interface Step {

        /** Send these together, and tell {@link #sent} of each. */
        record Send(List<Batch> batches) implements Step {}

        /** Ask again after so long, after {@link #resume()}. */
        record Pause(long nanos) implements Step {}

        /** Nothing: no events wait, or another step is under way. */
        record Rest() implements Step {}
    }

    /** What one record of a partition carries. */
    record Batch(int partition, List<UsagePart> parts) {}

    int partitions() {
        return lanes.length;
    }

    /** Events for the next record of a partition. */
    synchronized void add(int partition, UsagePart part) {
        lanes[partition].add(part);
    }

    /** The next step, which belongs to the caller. */
    synchronized Step next(long nowNanos) {
        List<Batch> batches = new ArrayList<>();
        int underWay = 0;
        boolean ready = false;
        for (var lane : lanes) {
            if (lane.hasWhole()) {
                batches.add(lane.take(nowNanos));
            }
            ready |= lane.ready(nowNanos);
            underWay += lane.resting() ? 0 : 1;
        }
        if (ready && (!pausing || nowNanos - pauseEndsNanos >= 0)) {
            long left = paceNanos(underWay) - (nowNanos - sentNanos);
            if (left <= 0) {
                sentNanos = nowNanos;
                Arrays.stream(lanes)
                        .filter(lane -> lane.ready(nowNanos))
                        .map(lane -> lane.take(nowNanos))
                        .forEach(batches::add);
            } else if (batches.isEmpty()) {
                pausing = true;
                pauseEndsNanos = nowNanos + left + PAUSE_LATE_NANOS;
                return new Step.Pause(left);
            }
        }
        return batches.isEmpty() ? new Step.Rest() : new Step.Send(batches);
    }

    synchronized void resume() {
        pausing = false;
    }

    /** A record of the partition is not waited for any more. */
    synchronized void sent(int partition) {
        lanes[partition].sending--;
    }

    /**
     * The way of one partition: at most {@link #SENDING_MAX} records are being sent, unless a whole one waits. One that
     * is out for longer than a record may be waited for is not counted: its loop may be held up.
     */
    private static final class Lane {

        private final int partition;
        private final ArrayDeque<UsagePart> waiting = new ArrayDeque<>();
        private int events;
        private int sending;

        /** When the last record was taken. */
        private long takenNanos;

        private Lane(int partition) {
            this.partition = partition;
        }

        private void add(UsagePart part) {
            waiting.add(part);
            events += part.size();
        }

        private boolean hasWhole() {
            return events >= UsageCodec.EVENTS_MAX;
        }

        private boolean ready(long nowNanos) {
            return !waiting.isEmpty() && (sending < SENDING_MAX || nowNanos - takenNanos >= AckPatience.MOST.toNanos());
        }

        private boolean resting() {
            return waiting.isEmpty() && sending == 0;
        }

        private Batch take(long nowNanos) {
            takenNanos = nowNanos;
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
            return new Batch(partition, parts);
        }
    }
}
