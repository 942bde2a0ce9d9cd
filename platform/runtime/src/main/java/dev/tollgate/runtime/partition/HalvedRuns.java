package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.kafka.EventRecord;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntToLongFunction;

/**
 * Stores records of partitions in runs of the size that succeeds: half as many after a failure, twice as many after a
 * success. Used on one event loop.
 */
final class HalvedRuns {

    private final RecordHandler handler;
    private final int eventsMax;
    private final IntToLongFunction next;
    private final BiConsumer<Integer, EventRecord> passed;

    /** Records of one run, by partitions in which more have failed. */
    private final Map<Integer, Integer> sizes = new HashMap<>();

    /**
     * Nothing has failed yet.
     *
     * @param eventsMax most events of a run: from half as many records on, its size is not limited any more
     * @param next current offset of a partition
     * @param passed is told the last record of each run that was stored or skipped
     */
    HalvedRuns(RecordHandler handler, int eventsMax, IntToLongFunction next, BiConsumer<Integer, EventRecord> passed) {
        this.handler = handler;
        this.eventsMax = eventsMax;
        this.next = next;
        this.passed = passed;
    }

    /** Forgets all partitions but these. */
    void retain(Collection<Integer> partitions) {
        sizes.keySet().retainAll(partitions);
    }

    /** Stores records that may be stored at once, or fewer of them at a time. */
    Future<Void> store(int partition, List<EventRecord> records) {
        int most = most(partition);
        Future<Void> stored = Future.succeededFuture();
        for (int from = 0; from < records.size(); ) {
            int to = records.size() - from > most ? from + most : records.size();
            var some = records.subList(from, to);
            stored = stored.compose(_ -> storeAtOnce(partition, some));
            from = to;
        }
        return stored;
    }

    /** Fewer may be stored at once by now than when the records were divided. */
    private Future<Void> storeAtOnce(int partition, List<EventRecord> records) {
        if (records.size() > most(partition)) {
            return store(partition, records);
        }
        return handler.store(partition, next.applyAsLong(partition), records)
                .onSuccess(_ -> {
                    sizes.computeIfPresent(
                            partition, (_, size) -> size >= eventsMax / 2 ? null : Integer.valueOf(size * 2));
                    passed.accept(partition, records.getLast());
                })
                .recover(cause -> divided(partition, records, cause));
    }

    private Future<Void> divided(int partition, List<EventRecord> records, Throwable cause) {
        if (!handler.divisible(cause)) {
            return Future.failedFuture(cause);
        }
        if (records.size() > 1) {
            sizes.put(partition, records.size() / 2);
            return store(partition, records);
        }
        var one = records.getFirst();
        var skipped = handler.skip(partition, next.applyAsLong(partition), one, cause);
        return skipped == null ? Future.failedFuture(cause) : skipped.onSuccess(_ -> passed.accept(partition, one));
    }

    private int most(int partition) {
        return sizes.getOrDefault(partition, Integer.MAX_VALUE);
    }
}
