package dev.tollgate.loadtest.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.HdrHistogram.Histogram;

/** Latencies with three significant digits. For one thread. */
public final class LatencyHistogram {

    private static final double MILLI_NANOS = 1e6;

    private final Histogram nanos = new Histogram(3);

    public void add(long latencyNanos) {
        nanos.recordValue(Math.max(latencyNanos, 0));
    }

    /** Adds all of another one. */
    public void add(LatencyHistogram other) {
        nanos.add(other.nanos);
    }

    public long count() {
        return nanos.getTotalCount();
    }

    /** Writes percentiles. */
    public void write(ObjectNode figures) {
        figures.put("p50_ms", ms(50))
                .put("p95_ms", ms(95))
                .put("p99_ms", ms(99))
                .put("max_ms", ms(100));
    }

    public double ms(double percentile) {
        return nanos.getValueAtPercentile(percentile) / MILLI_NANOS;
    }
}
