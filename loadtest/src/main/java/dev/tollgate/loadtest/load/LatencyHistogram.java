package dev.tollgate.loadtest.load;

import org.HdrHistogram.Histogram;

/** Latencies with three significant digits. For one thread. */
public final class LatencyHistogram {

    private static final double MILLI_NANOS = 1e6;

    private final Histogram nanos = new Histogram(3);

    public void add(long latencyNanos) {
        nanos.recordValue(Math.max(latencyNanos, 0));
    }

    public long count() {
        return nanos.getTotalCount();
    }

    public double ms(double percentile) {
        return nanos.getValueAtPercentile(percentile) / MILLI_NANOS;
    }
}
