package dev.tollgate.loadtest.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What a crowd has seen. Used on its loop. */
public final class Crowded {

    private static final int ERROR_FROM = 400;
    private static final double SECOND_NANOS = 1e9;
    private static final double MILLI_NANOS = 1e6;

    /**
     * A stretch of time.
     *
     * @param errors how many answers of each status were none: 499 says so inside, 599 is a broken connection
     * @param error the first of them; empty for none
     */
    public record Slice(
            double seconds,
            long answers,
            Map<Integer, Long> errors,
            String error,
            double p50Ms,
            double p99Ms,
            double maxMs) {

        public Slice {
            errors = Map.copyOf(errors);
        }

        public double perSecond() {
            return answers / seconds;
        }
    }

    private Histogram latencies = new Histogram(3);
    private Map<Integer, Long> errors = new TreeMap<>();
    private String error = "";
    private long fromNanos;

    Crowded(long nowNanos) {
        fromNanos = nowNanos;
    }

    void add(int status, long tookNanos, String said) {
        latencies.recordValue(Math.max(tookNanos, 0));
        if (status >= ERROR_FROM) {
            errors.merge(status, 1L, Long::sum);
            error = error.isEmpty() ? status + " " + said : error;
        }
    }

    /** Ends a slice and begins the next. */
    Slice next(long nowNanos) {
        var slice = new Slice(
                (nowNanos - fromNanos) / SECOND_NANOS,
                latencies.getTotalCount(),
                errors,
                error,
                latencies.getValueAtPercentile(50) / MILLI_NANOS,
                latencies.getValueAtPercentile(99) / MILLI_NANOS,
                latencies.getMaxValue() / MILLI_NANOS);
        latencies = new Histogram(3);
        errors = new TreeMap<>();
        error = "";
        fromNanos = nowNanos;
        return slice;
    }
}
