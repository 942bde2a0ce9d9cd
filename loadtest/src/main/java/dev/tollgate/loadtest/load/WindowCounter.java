package dev.tollgate.loadtest.load;

import java.util.Map;
import java.util.TreeMap;

/** Counts responses of one window after the other. Used on the event loop of the load. */
final class WindowCounter {

    private static final double SECOND_NANOS = 1e9;

    private LatencyHistogram latencies = new LatencyHistogram();
    private Map<Integer, Long> errors = new TreeMap<>();
    private String firstError = "";
    private long beganNanos;

    WindowCounter(long nowNanos) {
        this.beganNanos = nowNanos;
    }

    void add(int status, long latencyNanos, String failure) {
        latencies.add(latencyNanos);
        if (status >= LoadWindow.ERROR_FROM) {
            errors.merge(status, 1L, Long::sum);
            firstError = firstError.isEmpty() ? status + " " + failure : firstError;
        }
    }

    /** Ends a window and begins the next. */
    LoadWindow next(long nowNanos) {
        long errorCount = errors.values().stream().mapToLong(Long::longValue).sum();
        var window = new LoadWindow(
                latencies.count() - errorCount,
                errors,
                firstError,
                errorCount,
                (nowNanos - beganNanos) / SECOND_NANOS,
                latencies.ms(50),
                latencies.ms(99),
                latencies.ms(100));
        latencies = new LatencyHistogram();
        errors = new TreeMap<>();
        firstError = "";
        beganNanos = nowNanos;
        return window;
    }
}
