package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.event.TrackedEvent;
import dev.tollgate.modules.bi.query.Insight.Series;
import dev.tollgate.modules.crm.DealOperations;
import dev.tollgate.modules.crm.DealOperations.NewDeal;
import dev.tollgate.modules.tracked.PropertyClass;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InsightsTest {

    private static final String WEEK = "'time': {'last': {'n': 7, 'unit': 'day'}, 'grain': 'day', 'time_zone': 'UTC'}";
    private static Questions questions;

    @BeforeAll
    static void open() {
        questions = new Questions();
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    private static Caller caller() {
        return questions.caller("bi:read", "bi:write");
    }

    private static Instant now() {
        return questions.desk.clock.instant();
    }

    /** Orders of the last six days by five actors, in three plans. */
    private static List<TrackedEvent> orders(int count) {
        var random = new Random(7);
        var plans = List.of("free", "team", "scale");
        return IntStream.range(0, count)
                .mapToObj(_ -> Questions.event(
                        "order",
                        now().minus(Duration.ofMinutes(1 + random.nextInt(6 * 24 * 60))),
                        "user " + random.nextInt(5),
                        "{'plan': '" + plans.get(random.nextInt(3)) + "', 'amount': " + random.nextInt(1_000) + "."
                                + random.nextInt(10) + ", 'gift': " + random.nextBoolean() + "}"))
                .toList();
    }

    private static Caller withOrders(int count) {
        var caller = caller();
        questions.define(
                caller,
                "order",
                Map.of("plan", "string", "amount", "number", "gift", "boolean"),
                List.of("plan"),
                List.of("amount"));
        questions.track(caller, orders(count));
        return caller;
    }

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
        var caller = withOrders(400);
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
    void records_of_another_module_need_its_right_and_are_counted_by_declared_columns() {
        var caller = questions.caller("bi:read", "crm:read");
        for (int i = 1; i <= 3; i++) {
            var _ = questions.desk.done(
                    DealOperations.CREATE,
                    caller,
                    new NewDeal("Deal " + i, null, null, null, 100L * i, "EUR", null, null, "ada", null, null, null));
        }
        var query = "{'source': {'record': 'crm.deal'}, 'dimensions': ['status', 'owner'],"
                + " 'measures': [{'op': 'count'}, {'op': 'sum', 'of': 'amount_cents'}],"
                + " 'filters': [{'field': 'amount_cents', 'op': 'gte', 'value': 200}]}";

        var insight = questions.ask(caller, query);

        assertThat(insight.series()).hasSize(2);
        assertThat(insight.series().getFirst().dimensions()).containsExactly("open", "ada");
        assertThat(insight.series().getLast().total()).isEqualTo(500L);
        assertThat(questions.refusal(Questions.with(caller, "bi:read"), query))
                .isInstanceOf(Refusal.MissingRequiredScope.class);
        assertThat(questions.ask(questions.caller("bi:read", "crm:read"), query).series())
                .isEmpty();
    }

    @Test
    void names_that_are_no_fields_are_refused_with_the_nearest() {
        var caller = questions.caller("bi:read", "crm:read");

        var faults = questions.faults(
                caller,
                "{'source': {'record': 'crm.deal'}, 'dimensions': ['stats'], 'measures': [{'op': 'sum', 'of': 'title'}],"
                        + " 'filters': [{'field': 'amount_cents; DROP TABLE crm.deal', 'op': 'eq', 'value': 1},"
                        + " {'field': 'status', 'op': 'eq', 'value': 'opened'}, {'field': 'stage_id', 'op': 'eq', 'value': 'x'},"
                        + " {'field': 'created_at', 'op': 'gt', 'value': '2026'}]}");

        assertThat(faults.stream().map(FieldError::field))
                .containsExactlyInAnyOrder(
                        "query.measures[0].of",
                        "query.dimensions[0]",
                        "query.filters[0].field",
                        "query.filters[1].value",
                        "query.filters[2].value",
                        "query.filters[3].value");
        assertThat(faults).anySatisfy(fault -> assertThat(fault.message()).contains("status"));
        assertThat(questions
                        .faults(caller, "{'source': {'record': 'crm.deals'}}")
                        .getFirst()
                        .message())
                .contains("crm.deal");
    }

    private static Caller withoutAnalytics(Caller caller) {
        return new Caller(
                caller.actor(),
                caller.tenant(),
                caller.workspace(),
                caller.scopes(),
                null,
                Set.of("bi"),
                ZoneOffset.UTC);
    }

    @Test
    void classes_of_properties_decide_what_can_be_asked() {
        var caller = caller();
        questions.define(
                caller,
                "login",
                Map.of("email", "string", "iban", "string"),
                Map.of("email", PropertyClass.PII, "iban", PropertyClass.SENSITIVE),
                List.of(),
                List.of());
        questions.track(caller, List.of(Questions.event("login", now(), "ada", "{'email': 'ada', 'iban': 'x'}")));
        var login = "{'source': {'event': 'login'}, " + WEEK + ", ";

        assertThat(questions
                        .ask(caller, login + "'filters': [{'field': 'properties.email', 'op': 'eq', 'value': 'ada'}]}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(1L);
        assertThat(questions
                        .ask(caller, login + "'filters': [{'field': 'actor', 'op': 'in', 'value': ['ada', 'bo']}]}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(1L);
        assertThat(questions
                        .ask(caller, login + "'filters': [{'field': 'properties.iban', 'op': 'exists'}]}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(1L);
        for (var refused : List.of(
                "'dimensions': ['properties.email']",
                "'dimensions': ['actor']",
                "'measures': [{'op': 'count_distinct', 'of': 'properties.iban'}]",
                "'filters': [{'field': 'properties.email', 'op': 'ne', 'value': 'ada'}]",
                "'filters': [{'field': 'properties.iban', 'op': 'eq', 'value': 'x'}]",
                "'dimensions': ['properties.nothing']")) {
            assertThat(questions.faults(caller, login + refused + "}"))
                    .as(refused)
                    .hasSize(1);
            assertThat(questions.faults(withoutAnalytics(caller), login + refused + "}"))
                    .as("without the module analytics: " + refused)
                    .hasSize(1);
        }
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
    void an_answer_is_kept_for_ten_seconds_and_not_for_another_workspace() {
        var caller = caller();
        var query = "{'source': {'event': 'kept'}, " + WEEK + "}";
        questions.track(caller, List.of(Questions.event("kept", now(), "a", "{}")));

        assertThat(questions.ask(caller, query).cached()).isFalse();
        questions.track(caller, List.of(Questions.event("kept", now(), "a", "{}")));
        assertThat(questions.ask(caller, query).cached()).isTrue();
        assertThat(questions.fresh(caller, query).series().getFirst().total()).isEqualTo(2L);
        assertThat(questions.ask(caller(), query).series().getFirst().total()).isEqualTo(0L);
        questions.desk.later(InsightCache.KEPT.plusSeconds(1));
        assertThat(questions.ask(caller, query).cached()).isFalse();
    }

    @Test
    void a_funnel_by_a_field_of_too_many_values_is_refused_and_long_values_are_cut() {
        var caller = caller();
        questions.track(
                caller,
                List.of(
                        Questions.event("open", now(), "ada", "{'page': '" + "x".repeat(300) + "'}"),
                        Questions.event("read", now(), "ada", "{}")));
        var query = "{'funnel': {'steps': [{'event': 'open'}, {'event': 'read'}], 'window': {'n': 1, 'unit': 'day'},"
                + " 'by': 'properties.page'}, " + WEEK + "}";

        assertThat(questions.fresh(caller, query).series().getFirst().key()).hasSize(Funnels.GROUP_CHARS_MAX);

        questions.desk.owner(
                "INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)"
                        + " SELECT e.workspace_id, e.occurred_at, gen_random_uuid(), e.name_no, gen_random_uuid(), 0, e.received_at,"
                        + " jsonb_build_object('page', n::text) FROM bi.event e, generate_series(1, "
                        + (Funnels.GROUPS_MAX + 1)
                        + ") AS n WHERE e.workspace_id = '"
                        + caller.workspaceId().value() + "' AND e.props ? 'page'");
        assertThat(questions.faults(caller, query).stream().map(FieldError::field))
                .containsExactly("query.funnel.by");
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

    @Test
    void a_description_is_kept_for_callers_with_the_same_rights() {
        var caller = questions.caller("bi:read", "bi:write", "crm:read");
        var query = "{'describe': {}}";

        assertThat(questions.ask(caller, query).cached()).isFalse();
        assertThat(questions.ask(caller, query).cached()).isTrue();
        var fewer = questions.ask(Questions.with(caller, "bi:read"), query);
        assertThat(fewer.cached()).isFalse();
        assertThat(fewer.description()).isNotNull();
        assertThat(fewer.description().sources().toString()).doesNotContain("crm");
    }

    @Test
    void a_description_lists_sources_fields_and_frequent_values() {
        var caller = Questions.with(withOrders(50), "bi:read", "bi:write", "crm:read");

        var all = questions.ask(caller, "{'describe': {}}").description();
        var order = questions.ask(caller, "{'describe': {'event': 'order'}}").description();

        assertThat(all).isNotNull();
        assertThat(all.sources().toString()).contains("order", "crm.deal").doesNotContain("support.ticket");
        all.examples()
                .forEach(example -> assertThat(QueryReader.read(example)).isInstanceOf(QueryReader.Reading.Read.class));
        assertThat(order).isNotNull();
        assertThat(order.fields().toString()).contains("properties.plan", "properties.amount", "actor");
        assertThat(order.topValues().getJsonArray("properties.plan")).hasSize(3);
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
