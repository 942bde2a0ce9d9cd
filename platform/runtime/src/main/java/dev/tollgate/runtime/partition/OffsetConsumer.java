package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.kafka.Displacement;
import dev.tollgate.runtime.kafka.EventHandler;
import dev.tollgate.runtime.kafka.EventRecord;
import dev.tollgate.runtime.kafka.EventStream;
import dev.tollgate.runtime.postgres.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Consumes partitions of a topic from stored offsets, one transaction per run. A partition has one run at a time; one
 * that is too much is halved; a run that another process has read meanwhile is dropped, and the partition continues
 * from the stored offset. Used on one event loop.
 */
public final class OffsetConsumer implements EventHandler {

    private static final Duration FIND_TIME_MAX = Duration.ofSeconds(10);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Opens a stream, on the context that reads it. */
    @FunctionalInterface
    public interface Opening {
        Future<EventStream> open(Map<Integer, Long> offsets, EventHandler reader);
    }

    /** Limits of one batch, whose events {@link RecordHandler#events} counts; a single record may be larger. */
    public record Bounds(int events, int bytes) {}

    private final Database database;
    private final InstantSource clock;
    private final StoredOffsets positions;
    private final Bounds bounds;
    private final RecordHandler handler;
    private final HalvedRuns runs;
    private final Map<Integer, Long> expected = new HashMap<>();
    private final Map<Integer, Integer> epochs = new HashMap<>();
    private final Map<Integer, Long> knownEnds = new HashMap<>();
    private final Set<Integer> halted = new HashSet<>();
    private final LostPositions lost = new LostPositions();

    /** Since when partitions fail; read by other threads. */
    private final Map<Integer, Long> failingNanos = new ConcurrentHashMap<>();

    private Set<Integer> owned = Set.of();
    private @Nullable EventStream stream;

    public OffsetConsumer(
            Database database, InstantSource clock, StoredOffsets positions, Bounds bounds, RecordHandler handler) {
        this.database = database;
        this.clock = clock;
        this.positions = positions;
        this.bounds = bounds;
        this.handler = handler;
        this.runs = new HalvedRuns(handler, bounds.events(), this::next, this::passed);
    }

    /** Reads these partitions and no others; what was read before is let go of. */
    public Future<Void> read(Collection<Integer> partitions, Opening opening) {
        owned = Set.copyOf(partitions);
        return close().compose(_ -> found(partitions)).compose(next -> {
            expected.keySet().retainAll(next.keySet());
            knownEnds.keySet().retainAll(next.keySet());
            failingNanos.keySet().retainAll(next.keySet());
            runs.retain(next.keySet());
            halted.clear();
            lost.clear();
            return next.isEmpty()
                    ? Future.succeededFuture()
                    : opening.open(next, this)
                            .onSuccess(opened -> stream = opened)
                            .mapEmpty();
        });
    }

    /** The partitions that are read now. */
    public Set<Integer> partitions() {
        return Set.copyOf(expected.keySet());
    }

    /** Shows positions that the log does not have, where the reader does not deal with them. */
    public void show(MeterRegistry registry, String reader) {
        lost.show(registry, reader);
    }

    /**
     * The number of records of the assigned partitions that are not stored yet. Fails while a log does not have a
     * position, or the partitions are not read: nothing is known then.
     */
    public Future<Long> lag() {
        var open = stream;
        if (lost.any()) {
            return Future.failedFuture("the log does not have a stored position");
        }
        if (open == null && !owned.isEmpty()) {
            return Future.failedFuture("the topic is not read");
        }
        return open == null
                ? Future.succeededFuture(0L)
                : open.ends()
                        .onSuccess(ends -> ends.forEach((partition, end) -> knownEnds.merge(partition, end, Math::max)))
                        .map(this::behind);
    }

    /** For how long the partition that has failed longest has done so without a step; 0 if none fails. */
    public double stuckSeconds() {
        long now = System.nanoTime();
        return failingNanos.values().stream()
                .mapToDouble(since -> (now - since) / NANOS_PER_SECOND)
                .max()
                .orElse(0);
    }

    public Future<Void> close() {
        var open = stream;
        stream = null;
        return open == null ? Future.succeededFuture() : open.close();
    }

    /** Tries partitions again that are not read because the log does not have their position. */
    public Future<Void> retryHalted() {
        return Future.join(List.copyOf(halted).stream().map(this::seekToStored).toList())
                .mapEmpty();
    }

    @Override
    public @Nullable Integer epoch(int partition) {
        return epochs.get(partition);
    }

    @Override
    public @Nullable Future<Void> displaced(Displacement displacement) {
        int partition = displacement.partition();
        var decided = handler.displaced(displacement.from(next(partition)), knownEnds.get(partition));
        if (decided == null) {
            if (lost.found(displacement.from(next(partition)))) {
                handler.unreadable(displacement.cause());
            }
            return null;
        }
        return decided.compose(moved -> {
                    knownEnds.remove(partition);
                    return moved ? seekToStored(partition) : halt(partition);
                })
                .onFailure(cause -> handler.failed(partition, cause));
    }

    @Override
    public Future<Void> take(int partition, List<EventRecord> batch) {
        Future<Void> taken = Future.succeededFuture();
        for (var run : RecordRuns.split(bounds, handler::events, next(partition), batch)) {
            taken = taken.compose(_ -> runs.store(partition, run));
        }
        return taken.recover(cause -> {
            if (cause instanceof StoredOffsets.OffsetConflict) {
                handler.dropped(partition);
                failingNanos.remove(partition);
                return seekToStored(partition);
            }
            failing(partition);
            handler.failed(partition, cause);
            return Future.failedFuture(cause);
        });
    }

    @Override
    public Duration patience(Collection<EventRecord> waiting) {
        return handler.patience(waiting);
    }

    @Override
    public void fault(Throwable cause) {
        handler.unreadable(cause);
    }

    private void passed(int partition, EventRecord last) {
        failingNanos.remove(partition);
        var _ = remember(partition, last.offset() + 1, last.epoch());
    }

    private long next(int partition) {
        return expected.getOrDefault(partition, 0L);
    }

    private long behind(Map<Integer, Long> ends) {
        long behind = 0;
        for (var position : expected.entrySet()) {
            behind += Math.max(0, ends.getOrDefault(position.getKey(), 0L) - position.getValue());
        }
        return behind;
    }

    /** A batch may fail after its partition was let go of: then it is another process's to move it. */
    private void failing(int partition) {
        if (owned.contains(partition)) {
            failingNanos.putIfAbsent(partition, System.nanoTime());
        }
    }

    private Future<Void> halt(int partition) {
        if (owned.contains(partition)) {
            halted.add(partition);
        }
        return Future.succeededFuture();
    }

    private Future<Void> seekToStored(int partition) {
        return found(List.of(partition)).compose(next -> {
            Long offset = next.get(partition);
            halted.remove(partition);
            lost.remove(partition);
            var open = stream;
            return open == null || offset == null ? Future.succeededFuture() : open.seek(partition, offset);
        });
    }

    private Future<Map<Integer, Long>> found(Collection<Integer> partitions) {
        return partitions.isEmpty()
                ? Future.succeededFuture(Map.of())
                : positions
                        .positions(database, partitions, clock.instant().plus(FIND_TIME_MAX))
                        .map(this::expect);
    }

    private Map<Integer, Long> expect(Map<Integer, StoredOffsets.Position> found) {
        Map<Integer, Long> next = new HashMap<>();
        found.forEach((partition, position) -> {
            if (remember(partition, position.next(), position.epoch())) {
                next.put(partition, position.next());
            }
        });
        return next;
    }

    /** What comes late for a partition that was let go of meanwhile is left out. */
    private boolean remember(int partition, long next, @Nullable Integer epoch) {
        if (!owned.contains(partition)) {
            return false;
        }
        expected.put(partition, next);
        epochs.compute(partition, (_, _) -> epoch);
        return true;
    }
}
