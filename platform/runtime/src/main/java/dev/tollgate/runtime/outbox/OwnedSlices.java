package dev.tollgate.runtime.outbox;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Which slices one relay holds, and which of them have messages on their way. Changed on the relay's context only. */
final class OwnedSlices {
    private static final long CLAIM_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int slices;
    private final Set<Integer> busy = new HashSet<>();
    private volatile Set<Integer> owned = Set.of();
    private long claimedAtNanos;

    OwnedSlices(int slices) {
        this.slices = slices;
    }

    /** From any thread. */
    boolean contains(int slice) {
        return owned.contains(slice);
    }

    /** From any thread. */
    int count() {
        return owned.size();
    }

    /** From any thread. */
    Set<Integer> all() {
        return owned;
    }

    /** Those that are worth asking for now: none while all are ours, or shortly after we asked. */
    List<Integer> wanted() {
        if (owned.size() == slices || System.nanoTime() - claimedAtNanos < CLAIM_EVERY_NANOS) {
            return List.of();
        }
        claimedAtNanos = System.nanoTime();
        return IntStream.range(0, slices)
                .filter(slice -> !owned.contains(slice))
                .boxed()
                .toList();
    }

    void add(Set<Integer> claimed) {
        var all = new HashSet<>(owned);
        all.addAll(claimed);
        owned = Set.copyOf(all);
    }

    /** Those with nothing on its way. */
    List<Integer> atRest() {
        return owned.stream().filter(slice -> !busy.contains(slice)).toList();
    }

    void sent(int slice) {
        busy.add(slice);
    }

    void rest(int slice) {
        busy.remove(slice);
    }

    boolean allAtRest() {
        return busy.isEmpty();
    }

    /** All of them: the session that held them is gone. */
    void lose() {
        owned = Set.of();
        busy.clear();
        claimedAtNanos = System.nanoTime() - CLAIM_EVERY_NANOS;
    }
}
