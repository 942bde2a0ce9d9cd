package dev.tollgate.gateway.console.chart;

import dev.tollgate.gateway.console.chart.Svg.Box;

/** What was used of a limit, and what is likely to be used: one bar. */
public final class Gauge {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 56;
    private static final int TOP = 24;
    private static final int BAR = 20;
    private static final double NEARLY = 0.8;

    private Gauge() {}

    /**
     * The figure.
     *
     * @param projected what the period is likely to end with; negative where nobody knows
     */
    public static String of(long used, long limit, long projected, String summary) {
        var svg = new Svg(WIDTH, HEIGHT, summary);
        svg.label("label", 0, TOP - 8, summary);
        var scale = Math.max(Math.max(limit, used), Math.max(projected, 1));
        svg.bar("track", new Box(0, TOP, WIDTH, BAR), summary);
        svg.bar(style(used, limit), new Box(0, TOP, part(used, scale), BAR), summary);
        if (projected > used) {
            svg.bar(
                    "projection",
                    new Box(part(used, scale), TOP, part(projected - used, scale), BAR),
                    "Projection for the month");
        }
        if (limit > 0) {
            svg.line("limit", new Box(part(limit, scale), TOP - 4, 0, BAR + 8));
        }
        return svg.done();
    }

    /** How much of a whole is done. */
    public static String progress(long done, long whole, String summary) {
        var svg = new Svg(WIDTH, HEIGHT, summary);
        svg.label("label", 0, TOP - 8, summary);
        svg.bar("track", new Box(0, TOP, WIDTH, BAR), summary);
        svg.bar("ok", new Box(0, TOP, part(Math.min(done, whole), Math.max(whole, 1)), BAR), summary);
        return svg.done();
    }

    private static double part(long value, long scale) {
        return (double) WIDTH * value / scale;
    }

    private static String style(long used, long limit) {
        if (limit <= 0 || used >= limit) {
            return "bad";
        }
        return used >= NEARLY * limit ? "warn" : "ok";
    }
}
