package dev.tollgate.gateway.console.chart;

import dev.tollgate.gateway.console.chart.Svg.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Amounts by period and series, as stacked bars. The four largest series have colours of their own. */
public final class StackedBars {

    /** Series with colours of their own; the rest is one. */
    public static final int SERIES_MAX = 4;

    private static final String OTHER = "other";
    private static final int WIDTH = 720;
    private static final int HEIGHT = 200;
    private static final int TOP = 28;
    private static final int BOTTOM = 176;
    private static final int LABELS_MAX = 12;

    /** One amount. */
    public record Amount(String period, String series, long value, String words) {}

    private StackedBars() {}

    /** The figure; empty where there is nothing to show. */
    public static String of(List<Amount> amounts, String summary) {
        var series = series(amounts);
        SequencedMap<String, List<Amount>> periods = new LinkedHashMap<>();
        amounts.stream()
                .sorted(Comparator.comparing(Amount::period))
                .forEach(amount -> periods.computeIfAbsent(amount.period(), _ -> new ArrayList<>())
                        .add(amount));
        long highest = periods.values().stream()
                .mapToLong(all -> all.stream().mapToLong(Amount::value).sum())
                .max()
                .orElse(0);
        if (highest <= 0) {
            return "";
        }
        var svg = new Svg(WIDTH, HEIGHT, summary);
        legend(svg, series);
        double step = (double) WIDTH / periods.size();
        int at = 0;
        int labelEvery = Math.max(1, periods.size() / LABELS_MAX);
        for (var period : periods.entrySet()) {
            stack(svg, period.getValue(), series, new Box(at * step + step * 0.1, BOTTOM, step * 0.8, scale(highest)));
            if (at % labelEvery == 0) {
                svg.label("axis", at * step + step * 0.1, HEIGHT - 6, shortened(period.getKey()));
            }
            at++;
        }
        svg.line("axis-line", new Box(0, BOTTOM, WIDTH, 0));
        return svg.done();
    }

    /** Pixels of one unit. */
    private static double scale(long highest) {
        return (double) (BOTTOM - TOP) / highest;
    }

    private static void stack(Svg svg, List<Amount> amounts, Map<String, String> styles, Box bar) {
        double y = bar.y();
        for (var amount : amounts) {
            double height = amount.value() * bar.height();
            y -= height;
            svg.bar(
                    styles.getOrDefault(amount.series(), "s5"),
                    new Box(bar.x(), y, bar.width(), height),
                    amount.period() + ' ' + amount.series() + ": " + amount.words());
        }
    }

    /** Styles of the largest series, the largest first. */
    private static SequencedMap<String, String> series(List<Amount> amounts) {
        Map<String, Long> sums = new LinkedHashMap<>();
        amounts.forEach(amount -> sums.merge(amount.series(), amount.value(), Long::sum));
        SequencedMap<String, String> styles = new LinkedHashMap<>();
        sums.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(SERIES_MAX)
                .forEach(sum -> styles.put(sum.getKey(), "s" + (styles.size() + 1)));
        if (sums.size() > SERIES_MAX) {
            styles.put(OTHER, "s5");
        }
        return styles;
    }

    private static void legend(Svg svg, SequencedMap<String, String> series) {
        if (series.size() < 2) {
            return;
        }
        int x = 0;
        for (var one : series.entrySet()) {
            svg.bar(one.getValue(), new Box(x, 4, 10, 10), one.getKey());
            svg.label("axis", x + 14, 13, one.getKey());
            x += WIDTH / (SERIES_MAX + 1);
        }
    }

    private static String shortened(String period) {
        return period.length() > 5 ? period.substring(5, Math.min(period.length(), 16)) : period;
    }
}
