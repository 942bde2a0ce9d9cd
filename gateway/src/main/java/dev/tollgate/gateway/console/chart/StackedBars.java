package dev.tollgate.gateway.console.chart;

import dev.tollgate.gateway.console.chart.Svg.Box;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.LongFunction;

/** Amounts by period and series, as stacked bars. The four largest series have colours of their own. */
public final class StackedBars {

    /** Series with colours of their own; the rest is one. */
    public static final int SERIES_MAX = 4;

    private static final String OTHER = "other";
    private static final int WIDTH = 720;
    private static final int HEIGHT = 212;
    private static final int TOP = 56;
    private static final int BOTTOM = 186;
    private static final int LABELS_MAX = 14;

    /** Every so many labels one is left in a narrow window. */
    private static final int LABELS_APART = 3;

    /** One amount. */
    public record Amount(String period, String series, long value) {}

    private StackedBars() {}

    /**
     * The figure; empty where there is nothing to show.
     *
     * @param words for a value
     */
    public static String of(List<Amount> amounts, String summary, LongFunction<String> words) {
        SequencedMap<String, Long> sums = new LinkedHashMap<>();
        Periods.withoutGaps(amounts.stream().map(Amount::period).toList()).forEach(period -> sums.put(period, 0L));
        amounts.forEach(amount -> sums.merge(amount.period(), amount.value(), Long::sum));
        long highest = sums.values().stream().mapToLong(Long::longValue).max().orElse(0);
        if (highest <= 0) {
            return "";
        }
        var svg = new Svg(WIDTH, HEIGHT, summary);
        var styles = styles(amounts);
        if (styles.size() > 1) {
            svg.legend(styles, WIDTH / (SERIES_MAX + 1));
        }
        svg.label("axis", 0, TOP - 6, words.apply(highest));
        svg.line("grid", new Box(0, TOP, WIDTH, 0));
        double step = (double) WIDTH / sums.size();
        double scale = (double) (BOTTOM - TOP) / highest;
        int labelEvery = Math.ceilDiv(sums.size(), LABELS_MAX);
        int at = 0;
        for (var period : sums.keySet()) {
            var bar = new Box(at * step + step * 0.1, BOTTOM, step * 0.8, scale);
            stack(svg, of(period, amounts), styles, bar, words);
            if (at % labelEvery == 0) {
                var style = at / labelEvery % LABELS_APART == 0 ? "axis" : "axis minor";
                svg.label(style, bar.x(), HEIGHT - 8, Periods.label(period));
            }
            at++;
        }
        svg.line("axis-line", new Box(0, BOTTOM, WIDTH, 0));
        return svg.done();
    }

    private static List<Amount> of(String period, List<Amount> amounts) {
        return amounts.stream().filter(amount -> amount.period().equals(period)).toList();
    }

    private static void stack(
            Svg svg, List<Amount> amounts, Map<String, String> styles, Box bar, LongFunction<String> words) {
        double y = bar.y();
        for (var amount : amounts) {
            double height = amount.value() * bar.height();
            y -= height;
            svg.bar(
                    styles.getOrDefault(amount.series(), "s5"),
                    new Box(bar.x(), y, bar.width(), height),
                    Periods.label(amount.period()) + ' ' + amount.series() + ": " + words.apply(amount.value()));
        }
    }

    /** Styles of the largest series, the largest first. */
    private static SequencedMap<String, String> styles(List<Amount> amounts) {
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
}
