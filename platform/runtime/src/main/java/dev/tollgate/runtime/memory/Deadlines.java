package dev.tollgate.runtime.memory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Expiry queue of one loop for waits with the same time to live, in the order of their start, which is the order in
 * which they expire; a call whose body took time joins late, and is inserted by its start. Joining and leaving write a
 * few pointers; a timer for each would cost more than many calls do.
 */
public final class Deadlines {

    /** Maximum delay in noticing a deadline. */
    public static final Duration TICK = Duration.ofMillis(50);

    /** One call, or its body, that is waited for. */
    public abstract static class Watched {
        private @Nullable Watched earlier;
        private @Nullable Watched later;
        private long dueNanos;
        private boolean waiting;

        /** Runs on the loop, once, when the time is up before it has left. */
        protected abstract void timeUp();
    }

    private final long lifeNanos;
    private @Nullable Watched first;
    private @Nullable Watched last;
    private int size;

    public Deadlines(Duration life) {
        this.lifeNanos = life.toNanos();
    }

    /**
     * Waits for it from now on.
     *
     * @param startedNanos when its time began, as {@link System#nanoTime()} told it
     */
    public void join(Watched call, long startedNanos) {
        call.dueNanos = startedNanos + lifeNanos;
        call.waiting = true;
        size++;
        var before = last;
        while (before != null && before.dueNanos - call.dueNanos > 0) {
            before = before.earlier;
        }
        var after = before == null ? first : before.later;
        call.earlier = before;
        call.later = after;
        if (before == null) {
            first = call;
        } else {
            before.later = call;
        }
        if (after == null) {
            last = call;
        } else {
            after.earlier = call;
        }
    }

    /** Waits for it no more; a second time does nothing. */
    public void leave(Watched call) {
        if (!call.waiting) {
            return;
        }
        call.waiting = false;
        size--;
        if (call.earlier == null) {
            first = call.later;
        } else {
            call.earlier.later = call.later;
        }
        if (call.later == null) {
            last = call.earlier;
        } else {
            call.later.earlier = call.earlier;
        }
        call.earlier = null;
        call.later = null;
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return first == null;
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** Ends everything whose time is up; wants to be called every {@link #TICK}. */
    public void tick(long nowNanos) {
        boolean ended = true;
        while (ended) {
            ended = tickFirst(nowNanos);
        }
    }

    /** Ends what is due first if its time is up; false if it is not, or nothing waits. */
    public boolean tickFirst(long nowNanos) {
        var call = first;
        if (call == null || nowNanos - call.dueNanos < 0) {
            return false;
        }
        leave(call);
        call.timeUp();
        return true;
    }
}
