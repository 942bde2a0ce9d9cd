package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.kafka.EventPublisher;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Which slices one relay holds, and what of them is on its way. Changed on the relay's context only. */
final class OwnedSlices {
    /** Messages of a slice on their way, beyond which it is not asked for more. */
    private static final int ON_THE_WAY_MAX = 2_000;

    /** Limit of messages and bytes in flight over all slices: half of the publisher's. */
    private static final int ALL_ON_THE_WAY_MAX = EventPublisher.QUEUED_MAX / 2;

    private static final long ALL_BYTES_MAX = EventPublisher.QUEUED_BYTES_MAX / 2;

    private static final long CLAIM_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int slices;
    private final Map<Integer, InFlightRows> ways = new HashMap<>();
    private final Set<Integer> failedSinceAsked = new HashSet<>();
    private int messages;
    private long bytes;
    private volatile Set<Integer> owned = Set.of();
    private long claimedAtNanos;

    /** Rows of one slice that are in flight; closed if nothing may follow until they have arrived. */
    private static final class InFlightRows {
        private int batches;
        private int messages;
        private boolean closed;
        private boolean failed;
        private boolean more;
    }

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

    /** Those that may be asked for what comes next; the answer may go beyond the bounds once. */
    List<Integer> open() {
        failedSinceAsked.clear();
        return messages >= ALL_ON_THE_WAY_MAX || bytes >= ALL_BYTES_MAX
                ? List.of()
                : owned.stream().filter(this::open).toList();
    }

    /**
     * Whether a batch may be sent: a marker only when nothing is in flight, and then nothing else; nothing that was
     * read before an earlier message failed.
     */
    boolean mayLeave(SliceBatch batch) {
        var way = ways.get(batch.slice());
        if (failedSinceAsked.contains(batch.slice()) || (way != null && way.closed)) {
            return false;
        }
        if (way != null && batch.isMarker()) {
            way.more = true;
            return false;
        }
        return true;
    }

    void sent(SliceBatch batch) {
        var way = ways.computeIfAbsent(batch.slice(), _ -> new InFlightRows());
        way.batches++;
        way.messages += batch.messages().size();
        messages += batch.messages().size();
        bytes += batch.bytes();
        way.closed |= batch.isMarker();
        way.more |= batch.more();
    }

    /** Kafka did not take all of it: nothing follows until the rest of what is on its way has ended, and a pause. */
    void fail(int slice) {
        failedSinceAsked.add(slice);
        var way = ways.get(slice);
        if (way != null) {
            way.closed = true;
            way.failed = true;
            way.more = true;
        }
    }

    boolean failed(int slice) {
        var way = ways.get(slice);
        return way != null && way.failed;
    }

    /** Whether the slice has nothing on its way any more. */
    boolean arrived(SliceBatch batch) {
        var way = ways.get(batch.slice());
        if (way == null) {
            return false;
        }
        way.messages -= batch.messages().size();
        messages -= batch.messages().size();
        bytes -= batch.bytes();
        return --way.batches == 0;
    }

    /** It may be polled again; returns whether more is certain. */
    boolean rest(int slice) {
        var way = ways.remove(slice);
        return way != null && way.more;
    }

    boolean allAtRest() {
        return ways.isEmpty();
    }

    private boolean open(int slice) {
        var way = ways.get(slice);
        return way == null || (!way.closed && way.messages < ON_THE_WAY_MAX);
    }

    /** All of them: the session that held them is gone. */
    void lose() {
        owned = Set.of();
        ways.clear();
        messages = 0;
        bytes = 0;
        claimedAtNanos = System.nanoTime() - CLAIM_EVERY_NANOS;
    }
}
