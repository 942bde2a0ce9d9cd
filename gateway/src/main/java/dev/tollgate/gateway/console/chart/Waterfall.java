package dev.tollgate.gateway.console.chart;

import dev.tollgate.gateway.console.chart.Svg.Box;
import java.util.List;

/** The attempts of a delivery by the time of their steps, on one scale. */
public final class Waterfall {

    private static final int WIDTH = 720;
    private static final int ROW = 26;
    private static final int LEFT = 56;
    private static final int RIGHT = 90;
    private static final List<String> STYLES = List.of("s1", "s2", "s3", "s4", "s5");

    /** A step of an attempt. */
    public record Step(String name, double millis) {}

    /** One attempt. */
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
        var svg = new Svg(WIDTH, ROW * attempts.size() + 4, summary);
        double scale = (WIDTH - LEFT - RIGHT) / longest;
        for (int at = 0; at < attempts.size(); at++) {
            row(svg, attempts.get(at), at * ROW, scale);
        }
        return svg.done();
    }

    private static void row(Svg svg, Attempt attempt, int y, double scale) {
        svg.label("axis", 0, y + 16, attempt.name());
        double x = LEFT;
        int style = 0;
        for (var step : attempt.steps()) {
            double width = Math.max(step.millis() * scale, step.millis() > 0 ? 1 : 0);
            var title = step.name() + ": " + step.millis() + " ms";
            svg.bar(STYLES.get(style % STYLES.size()), new Box(x, y + 4, width, ROW - 10), title);
            x += width;
            style++;
        }
        svg.label("axis", x + 6, y + 16, attempt.outcome());
    }
}
