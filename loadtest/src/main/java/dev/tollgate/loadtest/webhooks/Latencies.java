package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** How long events took to their receipt. */
final class Latencies {

    private static final double MILLI_MICROS = 1e3;
    private static final long SECOND_MICROS = 1_000_000;
    private static final int DIGITS = 3;

    private final Histogram all = new Histogram(DIGITS);
    private final TreeMap<Long, Histogram> bySecond = new TreeMap<>();

    /** From when the events were made, which is before their commit. First receipts only: the rest came before. */
    static Latencies of(Collection<Receipt> first) {
        return of(first, Receipt::latencyMicros);
    }

    /** From a beginning of one's own. */
    static Latencies of(Collection<Receipt> first, ToLongFunction<Receipt> micros) {
        var latencies = new Latencies();
        first.forEach(receipt -> latencies.add(receipt, micros.applyAsLong(receipt)));
        return latencies;
    }

    private void add(Receipt receipt, long micros) {
        all.recordValue(micros);
        bySecond.computeIfAbsent(receipt.madeAtMicros() / SECOND_MICROS, _ -> new Histogram(DIGITS))
                .recordValue(micros);
    }

    double ms(double percentile) {
        return all.getValueAtPercentile(percentile) / MILLI_MICROS;
    }

    void write(ObjectNode figures) {
        figures.put("measured", all.getTotalCount())
                .put("p50_ms", ms(50))
                .put("p95_ms", ms(95))
                .put("p99_ms", ms(99))
                .put("p999_ms", ms(99.9))
                .put("max_ms", ms(100));
        var seconds = figures.putObject("seconds");
        var events = seconds.putArray("events");
        var p50 = seconds.putArray("p50_ms");
        var p95 = seconds.putArray("p95_ms");
        var p99 = seconds.putArray("p99_ms");
        for (var second : bySecond.values()) {
            events.add(second.getTotalCount());
            p50.add(second.getValueAtPercentile(50) / MILLI_MICROS);
            p95.add(second.getValueAtPercentile(95) / MILLI_MICROS);
            p99.add(second.getValueAtPercentile(99) / MILLI_MICROS);
        }
    }

    String line() {
        return String.format(
                java.util.Locale.ROOT,
                "%d receipts, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.0f ms",
                all.getTotalCount(),
                ms(50),
                ms(95),
                ms(99),
                ms(100));
    }
}
