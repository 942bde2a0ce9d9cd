package dev.tollgate.money.hold;

import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.PublishedFigures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model in Java of the Redis functions for one account. */
final class CopyModel {

    static final int PAIRS_MAX = 1_024;

    static final int MERGED_AT = 64;

    String run = "";
    long seq;
    long inc;
    boolean ready;
    long made;
    PublishedFigures figures;
    final TreeMap<Long, Long> held = new TreeMap<>();
    final Map<String, Long> due = new HashMap<>();
    boolean present;

    /** Answer to a hold; a test compares every number of it. */
    record Reply(
            int code,
            long inc,
            long bucket,
            long left,
            long room,
            long aged,
            int rate,
            long remaining,
            long resetMicros,
            long extra) {}

    Reply hold(long cost, List<RateLimit> rates, String currentRun, long nowMicros) {
        if (!present || !ready || !run.equals(currentRun)) {
            return new Reply(HoldReply.LOST, 0, 0, 0, 0, 0, 0, 0, 0, nowMicros / 1_000);
        }
        long bucket = Math.max(nowMicros / 10_000_000, figures.closed() + 1);
        if (!held.isEmpty()) {
            bucket = Math.max(bucket, held.lastKey());
        }
        boolean over = figures.validUntilMillis() > 0 && nowMicros >= figures.validUntilMillis() * 1_000;
        if (bucket >= figures.end() || over) {
            return new Reply(HoldReply.PASSED, inc, bucket, 0, 0, 0, 0, 0, 0, nowMicros / 1_000);
        }
        boolean late = !held.isEmpty() && nowMicros - (held.firstKey() + 1) * 10_000_000 > 70_000_000;
        long aged = late ? held.firstKey() : 0;
        long old = held.headMap(figures.turn()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long young = held.tailMap(figures.turn()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        boolean current = bucket < figures.turn();
        long left = current
                ? figures.included() + figures.prepaid() - old - young
                : figures.nextIncluded() + figures.prepaid() - Math.max(0, old - figures.included()) - young;
        long room = current ? figures.capLeft() - old - young : figures.nextCap() - young;
        return decided(cost, rates, nowMicros, new Reply(0, inc, bucket, left, room, aged, 0, 0, 0, nowMicros / 1_000));
    }

    private Reply decided(long cost, List<RateLimit> rates, long now, Reply base) {
        Map<String, Long> later = new HashMap<>(due);
        int tightest = 0;
        long free = Long.MAX_VALUE;
        long reset = 0;
        long interval = 0;
        int refused = 0;
        long wait = 0;
        for (int i = 0; i < rates.size(); i++) {
            RateLimit rate = rates.get(i);
            long step = 1_000_000 / rate.perSecond();
            long full = step * rate.perSecond();
            long moved = due.getOrDefault(rate.name(), 0L);
            long from = moved > now + 2 * full ? now : Math.clamp(moved, now, now + full);
            long calls = (full - (from - now)) / step;
            if (calls < free) {
                tightest = i + 1;
                free = calls;
                reset = from - now;
                interval = step;
            }
            if (calls < 1 && refused == 0) {
                refused = i + 1;
                wait = from - now + step - full;
            }
            later.put(rate.name(), from + step);
        }
        long before = rates.isEmpty() ? 0 : free;
        Enforcement enforcement = figures.enforcement();
        if (refused > 0) {
            return reply(base, HoldReply.RATE, refused, 0, reset, wait);
        }
        if (enforcement == Enforcement.PAUSED) {
            return reply(base, HoldReply.PAUSED, tightest, before, reset, base.extra());
        }
        if (enforcement == Enforcement.ENFORCE && base.room() < cost) {
            return reply(base, HoldReply.CAP, tightest, before, reset, base.extra());
        }
        if (enforcement == Enforcement.ENFORCE && base.left() < cost) {
            return reply(base, HoldReply.BALANCE, tightest, before, reset, base.extra());
        }
        if (!held.containsKey(base.bucket()) && held.size() >= MERGED_AT) {
            merge(base.bucket());
        }
        if (!held.containsKey(base.bucket()) && held.size() >= PAIRS_MAX) {
            return reply(base, 7, tightest, before, reset, base.extra());
        }
        held.merge(base.bucket(), cost, Long::sum);
        due.putAll(later);
        Reply paid = new Reply(
                0,
                base.inc(),
                base.bucket(),
                base.left() - cost,
                base.room() - cost,
                base.aged(),
                0,
                0,
                0,
                base.extra());
        return rates.isEmpty() ? paid : reply(paid, 0, tightest, free - 1, reset + interval, base.extra());
    }

    private static Reply reply(Reply base, int code, int rate, long remaining, long reset, long extra) {
        return new Reply(
                code, base.inc(), base.bucket(), base.left(), base.room(), base.aged(), rate, remaining, reset, extra);
    }

    /** All of an hour under its newest bucket, all of a day once it is older than a day, nothing of five minutes. */
    private void merge(long newest) {
        Map<Long, Long> newestOfSpan = new HashMap<>();
        held.keySet().forEach(bucket -> newestOfSpan.merge(span(bucket, newest), bucket, Math::max));
        TreeMap<Long, Long> merged = new TreeMap<>();
        held.forEach((bucket, sum) -> merged.merge(newestOfSpan.get(span(bucket, newest)), sum, Long::sum));
        held.clear();
        held.putAll(merged);
    }

    private static long span(long bucket, long newest) {
        long age = newest - bucket;
        return age < 30 ? bucket : age < 8_640 ? -(bucket / 360) : -1_000_000_000 - bucket / 8_640;
    }

    boolean release(long ofInc, long bucket, long cost, String currentRun) {
        if (!present || !run.equals(currentRun) || inc != ofInc || bucket <= closed()) {
            return false;
        }
        if (held.getOrDefault(bucket, 0L) < cost) {
            return false;
        }
        held.computeIfPresent(bucket, (_, sum) -> sum == cost ? null : sum - cost);
        return true;
    }

    /** Incarnation and age in milliseconds of the stub that waits; 0 for a current copy, -1 for none. */
    List<Long> prepare(long n, String currentRun, long nowMillis) {
        if (present && run.equals(currentRun)) {
            return ready ? List.of(0L, 0L) : List.of(inc, Math.max(0, nowMillis - made));
        }
        if (n == 0) {
            return List.of(-1L, 0L);
        }
        present = true;
        run = currentRun;
        seq = 0;
        inc = n;
        ready = false;
        made = nowMillis;
        figures = new PublishedFigures(0, n, 0, 0, 0, 0, 0, 0, 0, 0, Enforcement.ENFORCE, 0);
        held.clear();
        return List.of(n, 0L);
    }

    int publish(PublishedFigures newer) {
        if (!present || inc > newer.inc()) {
            return 0;
        }
        if (inc < newer.inc()) {
            lose();
            return 0;
        }
        if (newer.seq() <= seq) {
            return 1;
        }
        if (newer.closed() < closed()) {
            return 3;
        }
        seq = newer.seq();
        ready = true;
        figures = newer;
        held.headMap(newer.closed(), true).clear();
        return 2;
    }

    void lose() {
        present = false;
        held.clear();
    }

    /** The same account with the rates of now: rates are not in the copy. */
    CopyModel copyWithDue(Map<String, Long> rates) {
        CopyModel copy = new CopyModel();
        copy.run = run;
        copy.seq = seq;
        copy.inc = inc;
        copy.ready = ready;
        copy.made = made;
        copy.figures = figures;
        copy.present = present;
        copy.held.putAll(held);
        copy.due.putAll(rates);
        return copy;
    }

    private long closed() {
        return figures.closed();
    }

    /** The copy as Redis keeps it, byte for byte; null where there is none. */
    byte[] packed() {
        if (!present) {
            return null;
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(2 + 80 + 14 * 8 + held.size() * 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(("A2" + run).getBytes(StandardCharsets.US_ASCII));
        long[] head = {
            seq,
            inc,
            ready ? 1 : 0,
            made,
            figures.closed(),
            figures.turn(),
            figures.end(),
            figures.included(),
            figures.prepaid(),
            figures.capLeft(),
            figures.nextIncluded(),
            figures.nextCap(),
            figures.enforcement().code(),
            figures.validUntilMillis()
        };
        for (long number : head) {
            bytes.putDouble(number);
        }
        held.forEach((bucket, sum) -> bytes.putDouble(bucket).putDouble(sum));
        return bytes.array();
    }
}
