package dev.tollgate.runtime.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a process last reported of itself.
 *
 * @param parts as on the command line, such as {@code gateway}
 * @param silent whether it has not reported for longer than it should
 * @param checks each health check with {@code up}, or why it is not
 * @param figures gauges by name, without those that have no value
 */
public record ProcessReport(
        UUID id,
        List<String> parts,
        String version,
        String phase,
        Instant startedAt,
        Instant reportedAt,
        boolean silent,
        Map<String, String> checks,
        Map<String, Double> figures) {

    public ProcessReport {
        parts = List.copyOf(parts);
        checks = Map.copyOf(checks);
        figures = Map.copyOf(figures);
    }
}
