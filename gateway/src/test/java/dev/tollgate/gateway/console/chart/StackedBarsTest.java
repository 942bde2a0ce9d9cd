package dev.tollgate.gateway.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackedBarsTest {

    private static StackedBars.Amount amount(String period, String series, long value) {
        return new StackedBars.Amount(period, series, value, value + " micros");
    }

    @Test
    void every_amount_is_a_bar_with_its_words() {
        var figure = StackedBars.of(
                List.of(
                        amount("2026-11-02", "rest", 3),
                        amount("2026-11-01", "rest", 1),
                        amount("2026-11-01", "mcp", 2)),
                "All.");

        assertThat(figure)
                .startsWith("<svg class=\"figure\" role=\"img\"")
                .contains("aria-label=\"All.\"", "2026-11-01 mcp: 2 micros", "2026-11-02 rest: 3 micros");
    }

    @Test
    void series_beyond_the_fourth_are_one() {
        var amounts =
                IntStream.range(0, 7).mapToObj(i -> amount("d", "s" + i, i + 1)).toList();

        var figure = StackedBars.of(amounts, "All.");

        assertThat(figure).contains(">other<").doesNotContain("class=\"s6\"");
    }

    @Test
    void names_are_text() {
        var figure = StackedBars.of(List.of(amount("<d>", "\"><script>", 1)), "<b>");

        assertThat(figure).doesNotContain("<d>", "<script>", "<b>");
    }

    @Test
    void nothing_has_no_figure() {
        assertThat(StackedBars.of(List.of(), "None.")).isEmpty();
        assertThat(StackedBars.of(List.of(amount("d", "s", 0)), "None.")).isEmpty();
    }
}
