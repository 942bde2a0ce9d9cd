package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.memory.FairPlaces;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits the memory of large bodies that are being read, of a process and of each sender: a body costs nothing before
 * all of it has come, and may take seconds. Small ones are not counted. One per process; safe from any thread.
 */
public final class BodyMemory {

    private static final int PART_OF_HEAP = 8;

    private static final Refusal FULL = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);
    private static final Refusal OWN_FULL =
            new Refusal.RateLimited("Too many large bodies of this caller are being read.", Duration.ofSeconds(1));

    private final FairPlaces<Object> bytes;

    BodyMemory(int bytesMax) {
        this.bytes = new FairPlaces<>(bytesMax);
    }

    /** For a part of the heap of this process. */
    public static BodyMemory ofHeap() {
        return new BodyMemory(
                (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));
    }

    /**
     * Counts further bytes, which {@link #give} gives back; the refusal if there is no room.
     *
     * @param who whose share they take
     */
    synchronized @Nullable Refusal take(Object who, int more) {
        if (bytes.hasRoom(who)) {
            bytes.add(who, more);
            return null;
        }
        return bytes.hasMuch(who) ? OWN_FULL : FULL;
    }

    synchronized void give(Object who, int count) {
        bytes.add(who, -count);
    }
}
