package dev.tollgate.money.hold;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A model in Java of what a state in Redis holds, by bucket. */
public final class HeldModel {

    static final int PAIRS_MAX = 1_024;

    static final int MERGED_AT = 64;

    private static final long BUCKET_MICROS = 10_000_000;
    private static final long AGED_MICROS = 70_000_000;

    private final TreeMap<Long, Long> sums = new TreeMap<>();

    /** Of a hold made now: never a closed bucket, never before the newest that holds something. */
    long bucket(long closed, long nowMicros) {
        long bucket = Math.max(nowMicros / BUCKET_MICROS, closed + 1);
        return sums.isEmpty() ? bucket : Math.max(bucket, sums.lastKey());
    }

    /** The oldest bucket that holds what can no longer be charged; 0 for none. */
    long aged(long nowMicros) {
        return !sums.isEmpty() && nowMicros - (sums.firstKey() + 1) * BUCKET_MICROS > AGED_MICROS ? sums.firstKey() : 0;
    }

    /** What is held from one bucket to before another. */
    long sum(long from, long to) {
        return from < to
                ? sums.subMap(from, to).values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                : 0;
    }

    /** Whether there is no room for one more bucket, also after old ones are merged. */
    boolean isFull(long bucket) {
        if (sums.containsKey(bucket) || sums.size() < MERGED_AT) {
            return false;
        }
        merge(bucket);
        return sums.size() >= PAIRS_MAX;
    }

    /** All of an hour under its newest bucket, all of a day once it is older than a day, nothing of five minutes. */
    private void merge(long newest) {
        Map<Long, Long> newestOfSpan = new HashMap<>();
        sums.keySet().forEach(bucket -> newestOfSpan.merge(span(bucket, newest), bucket, Math::max));
        TreeMap<Long, Long> merged = new TreeMap<>();
        sums.forEach((bucket, sum) -> merged.merge(newestOfSpan.get(span(bucket, newest)), sum, Long::sum));
        sums.clear();
        sums.putAll(merged);
    }

    private static long span(long bucket, long newest) {
        long age = newest - bucket;
        return age < 30 ? bucket : age < 8_640 ? -(bucket / 360) : -1_000_000_000 - bucket / 8_640;
    }

    void take(long bucket, long cost) {
        sums.merge(bucket, cost, Long::sum);
    }

    /** Whether so much was held in the bucket. */
    boolean giveBack(long bucket, long cost) {
        if (sums.getOrDefault(bucket, 0L) < cost) {
            return false;
        }
        sums.computeIfPresent(bucket, (_, sum) -> sum == cost ? null : sum - cost);
        return true;
    }

    void forget(long closed) {
        sums.headMap(closed, true).clear();
    }

    void clear() {
        sums.clear();
    }

    void addAll(HeldModel others) {
        sums.putAll(others.sums);
    }

    int buckets() {
        return sums.size();
    }

    void pack(ByteBuffer bytes) {
        sums.forEach((bucket, sum) -> bytes.putDouble(bucket).putDouble(sum));
    }
}
