package dev.tollgate.gateway.credential;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * Rows that no caller waits for: gathered from all loops of a process, written in batches by one loop at a time, and
 * kept while PostgreSQL is away. What is over the bound, or still owed when the process ends, is lost; it comes again
 * with the next use. Safe from any thread.
 */
public final class WriteBehindBuffer<K, V> {

    static final int ROWS_MAX = 50_000;
    static final int BATCH_ROWS_MAX = 1_000;

    private final ConcurrentMap<K, V> owed = new ConcurrentHashMap<>();
    private final AtomicBoolean writing = new AtomicBoolean();
    private final BinaryOperator<V> merge;

    /** @param merge chooses between two waiting values of one key */
    public WriteBehindBuffer(BinaryOperator<V> merge) {
        this.merge = merge;
    }

    public void enqueue(K key, V value) {
        if (owed.size() < ROWS_MAX || owed.containsKey(key)) {
            owed.merge(key, value, merge);
        }
    }

    /**
     * Writes what is owed, unless another loop does so already; what fails stays owed.
     *
     * @param write writes one batch and gives the keys that must be written again later
     */
    public Future<Void> write(Function<Map<K, V>, Future<Set<K>>> write) {
        if (owed.isEmpty() || !writing.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        Future<Void> last = Future.succeededFuture();
        for (var batch : batches()) {
            last = last.compose(_ ->
                    write.apply(batch).onSuccess(again -> written(batch, again)).mapEmpty());
        }
        return last.onComplete(_ -> writing.set(false));
    }

    private List<Map<K, V>> batches() {
        var batches = new ArrayList<Map<K, V>>();
        Map<K, V> batch = new HashMap<>();
        for (var row : owed.entrySet()) {
            batch.put(row.getKey(), row.getValue());
            if (batch.size() == BATCH_ROWS_MAX) {
                batches.add(batch);
                batch = new HashMap<>();
            }
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private void written(Map<K, V> batch, Set<K> again) {
        batch.forEach((key, value) -> {
            if (!again.contains(key)) {
                owed.remove(key, value);
            }
        });
    }
}
