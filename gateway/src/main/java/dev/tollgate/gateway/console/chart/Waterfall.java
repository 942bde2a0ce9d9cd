package dev.tollgate.gateway.console.chart;

import dev.tollgate.gateway.console.chart.Svg.Box;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** The attempts of a delivery by the time of their steps, on one scale. */
public final class Waterfall {

    private static final int WIDTH = 720;
    private static final int ROW = 26;
    private static final int TOP = 28;
    private static final int LEFT = 56;

    /** Room for the longest outcome. */
    private static final int RIGHT = 220;

    private static final int LEGEND_STEP = 140;
    private static final List<String> STYLES = List.of("s1", "s2", "s3", "s4", "s5");

    /** A step of an attempt. */
    public record Step(String name, double millis) {}

    /** One attempt; all have the same steps. */
    public record Attempt(String name, List<Step> steps, String outcome) {
        public Attempt {
            steps = List.copyOf(steps);
        }

        double millis() {
            return steps.stream().mapToDouble(Step::millis).sum();
        }
    }

    private Waterfall() {}

    /** The figure; empty where there is no attempt. */
    public static String of(List<Attempt> attempts, String summary) {
        double longest = attempts.stream().mapToDouble(Attempt::millis).max().orElse(0);
        if (longest <= 0) {
            return "";
        }
        var svg = new Svg(WIDTH, TOP + ROW * attempts.size() + 4, summary);
        svg.legend(styles(attempts.getFirst()), LEGEND_STEP);
        double scale = (WIDTH - LEFT - RIGHT) / longest;
        for (int at = 0; at < attempts.size(); at++) {
            row(svg, attempts.get(at), TOP + at * ROW, scale);
        }
        return svg.done();
    }

    private static SequencedMap<String, String> styles(Attempt attempt) {
        SequencedMap<String, String> styles = new LinkedHashMap<>();
        for (int at = 0; at < attempt.steps().size(); at++) {
            styles.put(attempt.steps().get(at).name(), style(at));
        }
        return styles;
    }

    private static String style(int at) {
        return STYLES.get(at % STYLES.size());
    }

    private static void row(Svg svg, Attempt attempt, int y, double scale) {
        svg.label("axis", 0, y + 17, attempt.name());
        double x = LEFT;
        for (int at = 0; at < attempt.steps().size(); at++) {
            var step = attempt.steps().get(at);
            double width = Math.max(step.millis() * scale, step.millis() > 0 ? 1 : 0);
            svg.bar(style(at), new Box(x, y + 4, width, ROW - 10), step.name() + ": " + words(step.millis()));
            x += width;
        }
        svg.label("axis", x + 8, y + 17, attempt.outcome() + ", " + words(attempt.millis()));
    }

    private static String words(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }
}
