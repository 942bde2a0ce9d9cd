package dev.tollgate.runtime.kafka;

import dev.tollgate.runtime.repeat.Backoff;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One partition of a stream: whether a batch of it is out, and what waits behind that. */
final class StreamLane {
    /** Records that wait for the batch before them, beyond which the partition is paused; one poll may come on top. */
    static final int WAITING_MAX = EventStream.BATCH_MAX;

    /** The same in bytes of their bodies, and the most of a batch, unless a single record is larger. */
    static final int WAITING_BYTES_MAX = 16 << 20;

    private final long paceNanos;
    private final LongSupplier nanos;
    private final ArrayDeque<EventRecord> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long handedOutNanos;
    private long waitingSinceNanos;
    private boolean out;
    private boolean seekPending;
    private boolean halted;
    private int seeks;

    /** Pauses before a batch that could not be taken comes again. */
    final Backoff backoff = new Backoff(EventStream.RETRY_FIRST, EventStream.RETRY_MAX);

    /** Whether a timer will hand out the waiting records when the pace is over. */
    boolean paceScheduled;

    /** Whether a timer will hand out the waiting records when the patience with them is over. */
    boolean patienceScheduled;

    /**
     * Nothing waits yet.
     *
     * @param pace from one batch to the next
     * @param nanos what time it is, as {@link System#nanoTime()} says it
     */
    StreamLane(Duration pace, LongSupplier nanos) {
        this.paceNanos = pace.toNanos();
        this.nanos = nanos;
        this.handedOutNanos = nanos.getAsLong() - paceNanos;
    }

    /** A poll that is on its way still brings what was next before: until a seek is done, nothing counts. */
    void add(EventRecord read) {
        if (seeks == 0) {
            if (waiting.isEmpty()) {
                waitingSinceNanos = nanos.getAsLong();
            }
            waiting.add(read);
            waitingBytes += read.body().length();
        }
    }

    /** Nothing is read until the next seek. */
    void halt() {
        clear();
        halted = true;
    }

    boolean halted() {
        return halted;
    }

    /** Reading goes on at the same position. */
    void resume() {
        halted = false;
    }

    /** Whether no more is to be fetched for now. */
    boolean paused() {
        return halted || full();
    }

    /** Repositions the lane: the batch in process is abandoned. */
    void seek() {
        halted = false;
        rewind();
        seekPending = out;
    }

    /** Reading goes back, to the batch that is out or elsewhere: what comes before that seek is done is dropped. */
    void rewind() {
        clear();
        seeks++;
    }

    private void clear() {
        waiting.clear();
        waitingBytes = 0;
    }

    void sought() {
        seeks--;
    }

    boolean seekPending() {
        return seekPending;
    }

    boolean full() {
        return waiting.size() >= WAITING_MAX || waitingBytes >= WAITING_BYTES_MAX;
    }

    /** Whether a batch could go out now, but for the pace. */
    boolean hasOne() {
        return !out && (!paceScheduled || full()) && !waiting.isEmpty();
    }

    /** Time until the interval has passed; 0 if a whole batch is buffered. */
    long waitMillis() {
        long left = paceNanos - (nanos.getAsLong() - handedOutNanos);
        return left <= 0 || full() ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }

    /** What would go out next. */
    Collection<EventRecord> waiting() {
        return Collections.unmodifiableCollection(waiting);
    }

    /** Time that is left of this since the first waiting record came; 0 if a whole batch is buffered. */
    long patienceMillis(Duration patience) {
        long left = patience.toNanos() - (nanos.getAsLong() - waitingSinceNanos);
        return left <= 0 || full() ? 0 : TimeUnit.NANOSECONDS.toMillis(left) + 1;
    }

    /** The next batch, which is out from now on. */
    List<EventRecord> take() {
        out = true;
        seekPending = false;
        handedOutNanos = nanos.getAsLong();
        waitingSinceNanos = handedOutNanos;
        List<EventRecord> batch = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < EventStream.BATCH_MAX) {
            long with = bytes + waiting.getFirst().body().length();
            if (with > WAITING_BYTES_MAX && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.removeFirst());
            bytes = with;
        }
        waitingBytes -= bytes;
        return batch;
    }

    /** The batch is dealt with. */
    void back() {
        out = false;
    }
}
