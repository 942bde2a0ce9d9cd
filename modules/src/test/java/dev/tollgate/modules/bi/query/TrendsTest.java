package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.bi.event.TrackedEvent;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.Insight.Series;
import dev.tollgate.records.report.ReportColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trends: figures by group and bucket. */
class TrendsTest extends QuestionTests {

    private static Map<String, Series> byKey(Insight insight) {
        return insight.series().stream().collect(Collectors.toMap(Series::key, Function.identity()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'measures': [{'op': 'count'}]",
                "'measures': [{'op': 'count'}, {'op': 'count_distinct', 'of': 'actor'}]",
                "'dimensions': ['name']",
                "'dimensions': ['properties.plan'], 'measures': [{'op': 'sum', 'of': 'properties.amount'}, {'op': 'count'}]",
                "'dimensions': ['properties.plan', 'name'], 'measures': [{'op': 'avg', 'of': 'properties.amount'},"
                        + " {'op': 'min', 'of': 'properties.amount'}, {'op': 'max', 'of': 'properties.amount'}], 'limit': 2",
                "'filters': [{'field': 'properties.plan', 'op': 'in', 'value': ['free', 'team']}],"
                        + " 'measures': [{'op': 'sum', 'of': 'properties.amount'}]",
                "'compare': 'previous_period', 'order': {'by': 'name'}, 'dimensions': ['properties.plan']"
            })
    void cells_say_what_rows_say(String parts) {
        var caller = questions.withOrders(400);
        var query = "{'source': {'event': 'order'}, " + WEEK + ", " + parts;
        // A filter that all rows pass is none that cells know.
        var filter = "{'field': 'occurred_at', 'op': 'gt', 'value': '2000-01-01T00:00:00Z'}";
        var onRows = query.contains("'filters': [")
                ? query.replace("'filters': [", "'filters': [" + filter + ", ")
                : query + ", 'filters': [" + filter + "]";

        var pending = questions.fresh(caller, query + "}");
        questions.fold();
        var folded = questions.fresh(caller, query + "}");
        var rows = questions.fresh(caller, onRows + "}");

        assertThat(pending.costClass()).isEqualTo("A");
        assertThat(rows.costClass()).isEqualTo("B");
        assertThat(rows.series()).isNotEmpty();
        assertThat(pending.series()).isEqualTo(rows.series());
        assertThat(folded.series()).isEqualTo(rows.series());
        assertThat(folded.other()).isEqualTo(rows.other());
        assertThat(folded.truncated()).isEqualTo(rows.truncated());
    }

    @Test
    void groups_beyond_the_limit_are_one_and_totals_of_different_values_are_unions() {
        var caller = caller();
        var events = new ArrayList<TrackedEvent>();
        for (int day = 0; day < 3; day++) {
            for (var color : List.of("red", "green", "blue", "blue")) {
                events.add(Questions.event(
                        "click", now().minus(Duration.ofDays(day)), "ada", "{'color': '" + color + "', 'on': true}"));
            }
        }
        questions.track(caller, events);

        var insight = questions.ask(
                caller,
                "{'source': {'event': 'click'}, 'measures': [{'op': 'count'}, {'op': 'count_distinct', 'of': 'actor'}],"
                        + " 'dimensions': ['properties.color'], 'limit': 1, " + WEEK + "}");

        assertThat(insight.truncated()).isTrue();
        assertThat(byKey(insight).get("blue | count").total()).isEqualTo(6L);
        assertThat(insight.series().get(1).total()).isEqualTo(1L);
        assertThat(insight.other().getFirst().total()).isEqualTo(6L);
        assertThat(insight.other().getLast().total()).isEqualTo(1L);
        assertThat(insight.buckets()).hasSize(7);
        assertThat(insight.buckets().getLast().partial()).isTrue();
    }

    @Test
    void sums_beyond_what_a_double_holds_are_text_and_exact() {
        var caller = caller();
        questions.track(
                caller,
                List.of(
                        Questions.event("big", now(), "a", "{'n': 9007199254740993}"),
                        Questions.event("big", now(), "a", "{'n': 9223372036854775807}"),
                        Questions.event("big", now(), "a", "{'n': 'no number'}")));

        var insight = questions.ask(
                caller,
                "{'source': {'event': 'big'}, 'measures': [{'op': 'sum', 'of': 'properties.n'}, {'op': 'avg', 'of': 'properties.n'}],"
                        + WEEK + "}");

        assertThat(insight.series().getFirst().total()).isEqualTo("9232379236109516800");
        assertThat(insight.series().getLast().total()).isEqualTo("4616189618054758400");
    }

    @Test
    void numbers_of_very_many_digits_are_shown_with_those_of_a_double() {
        var caller = caller();
        questions.track(
                caller,
                List.of(
                        Questions.event("huge", now(), "a", "{'n': 1e308}"),
                        Questions.event("huge", now(), "a", "{'n': 1e308}"),
                        Questions.event("huge", now(), "a", "{'n': 1e-300}")));

        var insight = questions.ask(
                caller,
                "{'source': {'event': 'huge'}, 'measures': [{'op': 'sum', 'of': 'properties.n'}, {'op': 'max', 'of': 'properties.n'},"
                        + " {'op': 'avg', 'of': 'properties.n'}, {'op': 'min', 'of': 'properties.n'}]," + WEEK + "}");

        assertThat(insight.series().stream().map(Series::total))
                .containsExactly("2E+308", "1E+308", "6.6666666666666667E+307", 0L);
    }

    @Test
    void a_long_value_is_one_group_by_its_beginning() {
        var caller = caller();
        var beginning = "x".repeat(ReportColumns.GROUP_CHARS_MAX);
        for (var end : List.of("a".repeat(7_000), "b")) {
            questions.track(caller, List.of(Questions.event("long", now(), "a", "{'k': '" + beginning + end + "'}")));
        }
        var query = "{'source': {'event': 'long'}, 'dimensions': ['properties.k'], 'compare': 'previous_period',"
                + " 'measures': [{'op': 'count'}, {'op': 'count_distinct', 'of': 'properties.k'}], " + WEEK;

        var all = questions.fresh(caller, query + "}");
        var one = questions.fresh(
                caller, query + ", 'filters': [{'field': 'properties.k', 'op': 'eq', 'value': '" + beginning + "b'}]}");

        assertThat(all.series()).hasSize(2).allSatisfy(series -> {
            assertThat(series.dimensions()).containsExactly(beginning);
            assertThat(series.total()).isEqualTo(2L);
        });
        assertThat(one.series()).extracting(Series::total).containsExactly(1L, 1L);
    }

    @Test
    void nothing_is_0_or_null() {
        var insight = questions.ask(
                caller(),
                "{'source': {'event': 'never'}, 'measures': [{'op': 'count'}, {'op': 'avg', 'of': 'properties.x'}], "
                        + WEEK + "}");

        assertThat(insight.series().getFirst().points()).containsOnly(0L).hasSize(7);
        assertThat(insight.series().getLast().points()).containsOnlyNulls();
        assertThat(insight.warnings()).hasSize(1);
    }

    @Test
    void filters_compare_by_the_type_of_the_value() {
        var caller = caller();
        questions.track(
                caller,
                List.of(
                        Questions.event("e", now(), "a", "{'x': 10, 'y': true}"),
                        Questions.event("e", now(), "a", "{'x': 9.5, 'y': false}"),
                        Questions.event("e", now(), "a", "{'x': 'ten'}")));
        var expected = Map.of(
                "{'field': 'properties.x', 'op': 'gt', 'value': 9.7}",
                1L,
                "{'field': 'properties.x', 'op': 'eq', 'value': 10.0}",
                1L,
                "{'field': 'properties.x', 'op': 'eq', 'value': 'ten'}",
                1L,
                "{'field': 'properties.x', 'op': 'ne', 'value': 'ten'}",
                2L,
                "{'field': 'properties.y', 'op': 'eq', 'value': true}",
                1L,
                "{'field': 'properties.y', 'op': 'exists', 'value': false}",
                1L,
                "{'any': [{'field': 'properties.x', 'op': 'lt', 'value': 9.6}, {'field': 'properties.x', 'op': 'eq', 'value': 'ten'}]}",
                2L,
                "{'field': 'name', 'op': 'in', 'value': ['e', 'f']}",
                3L);

        expected.forEach((filter, count) -> assertThat(questions
                        .ask(caller, "{'source': {'event': '*'}, 'filters': [" + filter + "], " + WEEK + "}")
                        .series()
                        .getFirst()
                        .total())
                .as(filter)
                .isEqualTo(count));
    }

    @Test
    void the_largest_query_of_the_grammar_is_answered() {
        var caller = caller();
        questions.track(caller, List.of(Questions.event("e", now(), "a", "{'x': 1}")));
        var in = IntStream.range(0, 200).mapToObj(i -> "'v" + i + "'").collect(Collectors.joining(", "));
        var filters = IntStream.range(0, 20)
                .mapToObj(i -> "{'field': 'properties.f" + i + "', 'op': 'in', 'value': [" + in + "]}")
                .collect(Collectors.joining(", "));
        var measures = IntStream.range(0, 5)
                .mapToObj(i -> "{'op': 'sum', 'of': 'properties.m" + i + "'}")
                .collect(Collectors.joining(", "));

        var insight = questions.ask(
                caller,
                "{'source': {'event': '*'}, 'dimensions': ['properties.a', 'properties.b'], 'filters': [{'any': ["
                        + filters
                        + "]}], 'measures': [" + measures + "], 'limit': 50,"
                        + " 'time': {'last': {'n': 31, 'unit': 'day'}, 'grain': 'hour'}, 'compare': 'previous_period'}");

        assertThat(insight.series()).isEmpty();
    }
}
