package dev.tollgate.gateway.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StackedBarsTest {

    private static StackedBars.Amount amount(String period, String series, long value) {
        return new StackedBars.Amount(period, series, value);
    }

    private static String figure(List<StackedBars.Amount> amounts, String summary) {
        return StackedBars.of(amounts, summary, value -> value + " micros");
    }

    @Test
    void every_amount_is_a_bar_with_its_words() {
        var figure = figure(
                List.of(
                        amount("2026-11-02", "rest", 3),
                        amount("2026-11-01", "rest", 1),
                        amount("2026-11-01", "mcp", 2)),
                "All.");

        assertThat(figure)
                .startsWith("<svg class=\"figure\" role=\"img\"")
                .contains("aria-label=\"All.\"", "1 Nov mcp: 2 micros", "2 Nov rest: 3 micros");
    }

    @Test
    void days_without_an_amount_have_their_place() {
        var figure = figure(List.of(amount("2026-11-28", "rest", 3), amount("2026-11-30", "rest", 1)), "All.");

        assertThat(figure).contains(">17 Nov<", ">29 Nov<", ">30 Nov<").doesNotContain(">16 Nov<");
    }

    @Test
    void hours_are_shown_by_their_time_and_a_day_by_its_first() {
        var figure = figure(List.of(amount("2026-11-28T01:00:00Z", "rest", 3)), "All.");

        assertThat(figure).contains(">28 Nov<", "01:00 rest: 3 micros");
    }

    @Test
    void the_scale_is_that_of_the_highest_bar() {
        var figure = figure(List.of(amount("2026-11-28", "rest", 3), amount("2026-11-28", "mcp", 4)), "All.");

        assertThat(figure).contains(">7 micros<");
    }

    @Test
    void series_beyond_the_fourth_are_one() {
        var amounts =
                IntStream.range(0, 7).mapToObj(i -> amount("d", "s" + i, i + 1)).toList();

        var figure = figure(amounts, "All.");

        assertThat(figure).contains(">other<").doesNotContain("class=\"s6\"");
    }

    @Test
    void names_are_text() {
        var figure = figure(List.of(amount("<d>", "\"><script>", 1)), "<b>");

        assertThat(figure).doesNotContain("<d>", "<script>", "<b>");
    }

    @Test
    void nothing_has_no_figure() {
        assertThat(figure(List.of(), "None.")).isEmpty();
        assertThat(figure(List.of(amount("d", "s", 0)), "None.")).isEmpty();
    }
}
