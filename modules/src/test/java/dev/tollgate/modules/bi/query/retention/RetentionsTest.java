package dev.tollgate.modules.bi.query.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.bi.query.QuestionTests;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.Insight.Series;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionsTest extends QuestionTests {

    private static Map<String, Series> byKey(Insight insight) {
        return insight.series().stream().collect(Collectors.toMap(Series::key, Function.identity()));
    }

    @Test
    void a_funnel_and_retention_count_actors() {
        var caller = caller();
        var day = now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
        questions.track(
                caller,
                List.of(
                        Questions.event("start", day, "ada", "{'plan': 'team'}"),
                        Questions.event("buy", day.plus(Duration.ofHours(2)), "ada", "{'amount': 5}"),
                        Questions.event("start", day, "bo", "{'plan': 'free'}"),
                        Questions.event("buy", day.plus(Duration.ofDays(2)), "bo", "{'amount': 5}"),
                        Questions.event("buy", day, "cy", "{'amount': 5}")));

        var funnel = questions.ask(
                caller,
                "{'funnel': {'steps': [{'event': 'start'}, {'event': 'buy', 'filters': [{'field': 'properties.amount',"
                        + " 'op': 'gt', 'value': 1}]}], 'window': {'n': 1, 'unit': 'day'}, 'by': 'properties.plan'}, "
                        + WEEK + "}");
        var retention = questions.ask(
                caller,
                "{'retention': {'start': 'start', 'return': 'buy', 'grain': 'day', 'periods': 2}, " + WEEK + "}");

        assertThat(byKey(funnel).get("team").points()).containsExactly(1L, 1L);
        assertThat(byKey(funnel).get("free").points()).containsExactly(1L, 0L);
        var cohort = retention.series().get(3);
        assertThat(cohort.total()).isEqualTo(2L);
        assertThat(cohort.points()).containsExactly(1L, 0L, 1L);
        assertThat(retention.costClass()).isEqualTo("A");
    }

    @Test
    void retention_of_rows_is_that_of_cells() {
        var caller = caller();
        var random = new Random(3);
        questions.track(
                caller,
                IntStream.range(0, 300)
                        .mapToObj(_ -> Questions.event(
                                random.nextBoolean() ? "start" : "back",
                                now().minus(Duration.ofMinutes(random.nextInt(6 * 24 * 60))),
                                "user " + random.nextInt(40),
                                "{}"))
                        .toList());
        var query =
                "{'retention': {'start': 'start', 'return': 'back', 'grain': 'day', 'periods': 4, 'mode': 'on_or_after'},"
                        + " 'time': {'from': '%s', 'to': '%s', 'time_zone': '%s'}}";
        var from = now().minus(Duration.ofDays(7)).truncatedTo(ChronoUnit.DAYS);
        var to = from.plus(Duration.ofDays(8));

        var cells = questions.ask(caller, query.formatted(from, to, "UTC"));
        // Its days begin a minute later, when there is no cell.
        var rows = questions.ask(caller, query.formatted(from.plusSeconds(60), to, "UTC"));

        assertThat(cells.costClass()).isEqualTo("A");
        assertThat(rows.costClass()).isEqualTo("B");
        assertThat(rows.series().stream().map(Series::points).toList())
                .isEqualTo(cells.series().stream().map(Series::points).toList());
    }

    @Test
    void retention_of_more_rows_than_a_fetch_counts_all_actors() {
        var caller = caller();
        questions.track(caller, List.of(Questions.event("start", now().minus(Duration.ofDays(1)), "ada", "{}")));
        questions.desk.owner(
                "INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)"
                        + " SELECT e.workspace_id, e.occurred_at, gen_random_uuid(), e.name_no, gen_random_uuid(), 0, e.received_at, '{}'"
                        + " FROM bi.event e, generate_series(1, " + 2 * Retentions.ROWS_MAX
                        + ") AS n WHERE e.workspace_id = '"
                        + caller.workspaceId().value() + "'");
        var from = now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.DAYS).plusSeconds(60);

        var rows = questions.ask(
                caller,
                "{'retention': {'start': 'start', 'return': 'start', 'grain': 'day', 'periods': 1}, 'time': {'from': '"
                        + from + "', 'to': '" + from.plus(Duration.ofDays(3)) + "', 'time_zone': 'UTC'}}");

        assertThat(rows.costClass()).isEqualTo("B");
        assertThat(rows.series().stream().mapToLong(one -> (Long) one.total()).sum())
                .isEqualTo(2L * Retentions.ROWS_MAX + 1);
    }
}
