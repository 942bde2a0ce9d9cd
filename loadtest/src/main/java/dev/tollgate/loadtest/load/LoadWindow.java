package dev.tollgate.loadtest.load;

import java.util.Map;

/**
 * Results that a client saw in a window of time.
 *
 * @param successes responses below 400
 * @param errors other responses by status: 499 if the body says that it failed, 599 for a broken connection
 * @param firstError status and body of the first; empty without one
 * @param unknownMax upper bound of the calls of which the client does not know whether they took effect
 */
public record LoadWindow(
        long successes,
        Map<Integer, Long> errors,
        String firstError,
        long unknownMax,
        double seconds,
        double p50Ms,
        double p99Ms,
        double maxMs) {

    static final int ERROR_FROM = 400;
    static final int FAILED_INSIDE = 499;
    static final int BROKEN = 599;

    public LoadWindow {
        errors = Map.copyOf(errors);
    }

    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    public double perSecond() {
        return successes / seconds;
    }
}
