package dev.tollgate.loadtest.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Results that a client saw in a window of time.
 *
 * @param successes responses below 400
 * @param errors other responses by status, with the code of the problem if bodies are read: 499 if the body of a good
 *     status says that it failed, 599 for a broken connection, "4xx or 5xx" where wrk has not read the status
 * @param firstError status and body of the first; empty without one
 * @param unknownMax upper bound of the calls of which the client does not know whether they took effect
 * @param p50Ms of the latencies of successes, as {@code p99Ms} and {@code maxMs}; of all calls where wrk is the client;
 *     0 without a success
 */
public record LoadWindow(
        long successes,
        Map<String, Long> errors,
        String firstError,
        long unknownMax,
        double seconds,
        double p50Ms,
        double p99Ms,
        double maxMs) {

    static final int FAILED_INSIDE = 499;
    static final int BROKEN = 599;
    static final int ERROR_FROM = 400;
    private static final Pattern CODE = Pattern.compile("\"code\" ?: ?\"(\\w+)\"");
    private static final double SECOND_NANOS = 1e9;

    public LoadWindow {
        errors = Map.copyOf(errors);
    }

    public long errorCount() {
        return sum(errors);
    }

    private static long sum(Map<String, Long> errors) {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Adds them to counts by status and code. */
    public void addErrors(ObjectNode counts) {
        errors.forEach(
                (outcome, count) -> counts.put(outcome, counts.path(outcome).asLong() + count));
    }

    public double perSecond() {
        return successes / seconds;
    }

    /** Counts responses of one window after the other. Used on the event loop of the load. */
    static final class Counter {

        private LatencyHistogram latencies = new LatencyHistogram();
        private Map<String, Long> errors = new TreeMap<>();
        private String firstError = "";
        private long beganNanos = System.nanoTime();

        void add(int status, long latencyNanos, String failure) {
            if (status < ERROR_FROM) {
                latencies.add(latencyNanos);
                return;
            }
            errors.merge(outcome(status, failure), 1L, Long::sum);
            firstError = firstError.isEmpty() ? status + " " + failure : firstError;
        }

        private static String outcome(int status, String body) {
            var code = CODE.matcher(body);
            return code.find() ? status + " " + code.group(1) : Integer.toString(status);
        }

        /** Ends a window and begins the next. */
        LoadWindow next() {
            long now = System.nanoTime();
            var window = new LoadWindow(
                    latencies.count(),
                    errors,
                    firstError,
                    sum(errors),
                    (now - beganNanos) / SECOND_NANOS,
                    latencies.ms(50),
                    latencies.ms(99),
                    latencies.ms(100));
            latencies = new LatencyHistogram();
            errors = new TreeMap<>();
            firstError = "";
            beganNanos = now;
            return window;
        }
    }
}
