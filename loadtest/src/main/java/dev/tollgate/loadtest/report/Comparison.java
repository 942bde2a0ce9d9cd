package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/**
 * Two results side by side. A change counts only where it leaves the spread of the rounds: as long as either median
 * lies within what the other run saw, or within a few percent of it, it is noise.
 */
public record Comparison(List<Line> lines) {

    private static final double PERCENT = 100;
    /** Two runs of the same build differ by so much. */
    private static final double NOISE_PERCENT = 3;

    private static final List<String> FIGURES =
            List.of("requests_per_second", "p50_ms", "p99_ms", "cpu_us", "redis_us");

    public Comparison {
        lines = List.copyOf(lines);
    }

    /** Direction of a change. */
    public enum Verdict {
        NOISE,
        BETTER,
        WORSE
    }

    /** One figure of one leg under one load. */
    public record Line(String leg, String load, String figure, double before, double after, Verdict verdict) {

        /** Change of the median. */
        public double percent() {
            return before == 0 ? 0 : (after - before) / before * PERCENT;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-26s %5s %-20s %12.2f %12.2f %+8.1f %%  %s",
                    leg,
                    load,
                    figure,
                    before,
                    after,
                    percent(),
                    verdict.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Everything that both results have. */
    public static Comparison of(JsonNode before, JsonNode after) {
        var lines = new ArrayList<Line>();
        for (var leg : before.at("/figures/legs").properties()) {
            for (var load : leg.getValue().properties()) {
                var other =
                        after.path("figures").path("legs").path(leg.getKey()).path(load.getKey());
                if (other.has("median") && load.getValue().has("median")) {
                    FIGURES.stream()
                            .map(figure -> line(leg.getKey(), load.getKey(), figure, load.getValue(), other))
                            .filter(line -> line.before() != 0 || line.after() != 0)
                            .forEach(lines::add);
                }
            }
        }
        return new Comparison(lines);
    }

    private static Line line(String leg, String load, String figure, JsonNode before, JsonNode after) {
        double old = before.path("median").path(figure).asDouble();
        double now = after.path("median").path(figure).asDouble();
        return new Line(leg, load, figure, old, now, verdict(figure, old, now, before, after));
    }

    private static Verdict verdict(String figure, double old, double now, JsonNode before, JsonNode after) {
        if (Math.abs(now - old) <= old * NOISE_PERCENT / PERCENT
                || seen(before, figure, now)
                || seen(after, figure, old)) {
            return Verdict.NOISE;
        }
        return now > old == figure.equals("requests_per_second") ? Verdict.BETTER : Verdict.WORSE;
    }

    private static boolean seen(JsonNode run, String figure, double value) {
        var rounds = StreamSupport.stream(run.path("rounds").path(figure).spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .summaryStatistics();
        return rounds.getMin() <= value && value <= rounds.getMax();
    }

    /** Whether anything became worse by more than the noise. */
    public boolean worse() {
        return lines.stream().anyMatch(line -> line.verdict() == Verdict.WORSE);
    }
}
