package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.LatencyHistogram;
import dev.tollgate.loadtest.receiver.Receipt;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Latencies from a start to the first receipt of each event. */
final class EventLatencies {

    private final LatencyHistogram all = new LatencyHistogram();
    private final TreeMap<Long, LatencyHistogram> bySecond = new TreeMap<>();

    /**
     * The latencies of first receipts.
     *
     * @param micros from the start to the receipt
     */
    EventLatencies(Collection<Receipt> first, ToLongFunction<Receipt> micros) {
        for (var receipt : first) {
            long nanos = TimeUnit.MICROSECONDS.toNanos(micros.applyAsLong(receipt));
            all.add(nanos);
            bySecond.computeIfAbsent(receipt.madeAtMillis() / 1_000, _ -> new LatencyHistogram())
                    .add(nanos);
        }
    }

    /** From the call that made the event, which begins before its commit. */
    static long sinceCallMicros(Receipt receipt) {
        return Math.max(receipt.arrivedMicros() - TimeUnit.MILLISECONDS.toMicros(receipt.madeAtMillis()), 0);
    }

    double ms(double percentile) {
        return all.ms(percentile);
    }

    void writePercentiles(ObjectNode figures) {
        figures.put("p50_ms", ms(50)).put("p95_ms", ms(95)).put("p99_ms", ms(99));
    }

    void write(ObjectNode figures) {
        figures.put("measured", all.count());
        writePercentiles(figures);
        figures.put("p999_ms", ms(99.9)).put("max_ms", ms(100));
        var seconds = figures.putObject("seconds");
        var events = seconds.putArray("events");
        var p50 = seconds.putArray("p50_ms");
        var p95 = seconds.putArray("p95_ms");
        var p99 = seconds.putArray("p99_ms");
        for (var second : bySecond.values()) {
            events.add(second.count());
            p50.add(second.ms(50));
            p95.add(second.ms(95));
            p99.add(second.ms(99));
        }
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%d receipts, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.0f ms",
                all.count(),
                ms(50),
                ms(95),
                ms(99),
                ms(100));
    }
}
