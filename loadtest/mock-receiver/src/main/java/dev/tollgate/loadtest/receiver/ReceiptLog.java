package dev.tollgate.loadtest.receiver;

import java.util.ArrayList;
import java.util.List;

/** Receipts in order; the oldest are dropped when the log is full. Thread-safe. */
final class ReceiptLog {

    private final int most;
    private final List<Receipt> kept = new ArrayList<>();
    private long dropped;

    ReceiptLog(int most) {
        this.most = most;
    }

    synchronized void add(Receipt receipt) {
        if (kept.size() >= most) {
            int some = Math.max(most / 10, 1);
            kept.subList(0, some).clear();
            dropped += some;
        }
        kept.add(receipt);
    }

    /** Receipts from a number on, counted from the first since the last reset. */
    synchronized List<Receipt> from(long number, int limit) {
        int first = Math.clamp(number - dropped, 0, kept.size());
        return List.copyOf(kept.subList(first, Math.min(kept.size(), first + limit)));
    }

    synchronized long count() {
        return dropped + kept.size();
    }

    /** The number of oldest receipts that were dropped. */
    synchronized long dropped() {
        return dropped;
    }

    synchronized void reset() {
        kept.clear();
        dropped = 0;
    }
}
