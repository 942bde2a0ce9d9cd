package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.ReportStatements;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of every form of question that reads rows, among the events of many workspaces. */
class QuestionPlansTest {

    /** Twenty workspaces with 7,500 events each, on a hundred days, of fifty names. */
    private static final String FILL = """
            INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
            SELECT CASE n %% 20 WHEN 0 THEN '%s'::uuid
                   ELSE ('00000000-0000-7000-8000-' || lpad((n %% 20)::text, 12, '0'))::uuid END,
                   now() - (n %% 2400) * interval '1 hour', gen_random_uuid(), 1 + n / 20 %% 50, gen_random_uuid(), 0, now(),
                   '{"plan": "team", "amount": 5}'
              FROM generate_series(1, 150000) AS n
            """;

    private static final Map<String, Integer> NUMBERS = Map.of("signup", 1, "order", 2);
    private static final Duration RANGE = Duration.ofDays(10);
    private static final Pattern MONTH = Pattern.compile(" event_(\\d{6}) ");

    private static Questions questions;
    private static Caller caller;

    @BeforeAll
    static void open() {
        questions = new Questions();
        caller = questions.caller("bi:read");
        questions.desk.owner(FILL.formatted(caller.workspaceId().value()));
        questions.desk.owner("ANALYZE bi.event");
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    private static Instant now() {
        return questions.desk.clock.instant();
    }

    private static String plan(SqlStatement statement) {
        var lines = new ArrayList<String>();
        var rows = Desk.await(questions.desk.database.snapshot(
                RowSecurityContext.of(caller),
                now().plusSeconds(10),
                transaction -> transaction.query("EXPLAIN (COSTS off) " + statement.sql(), statement.args())));
        rows.forEach(row -> lines.add(row.getString(0)));
        return String.join("\n", lines);
    }

    private static EventColumns columns(boolean all) {
        return new EventColumns(caller.workspaceId(), NUMBERS, all);
    }

    private static Report report(List<String> dimensions, Filter... filters) {
        var from = now().minus(RANGE);
        return new Report(
                List.of(
                        new Measure(Report.Op.COUNT, null),
                        new Measure(Report.Op.COUNT_DISTINCT, "actor"),
                        new Measure(Report.Op.SUM, "properties.amount")),
                dimensions,
                new Report.Period("occurred_at", List.of(from, from.plus(RANGE.dividedBy(2)), now()), ZoneOffset.UTC),
                Stream.of(filters).map(List::of).toList(),
                Report.Order.GREATEST,
                10);
    }

    private static InsightQuery query(String json) {
        var text = json.formatted("'time': {'from': '" + now().minus(RANGE) + "', 'to': '" + now() + "'}");
        return ((QueryReader.Reading.Read) QueryReader.read(Questions.json(text))).query();
    }

    private static Buckets buckets(TimeRange range, Grain grain) {
        return new TimeRange(range.from(), range.to(), 0, Grain.DAY, grain, null, null)
                .buckets(ZoneOffset.UTC, now(), new ArrayList<>());
    }

    private static SqlStatement funnel() {
        var funnel = (InsightQuery.Funnel) query("""
                {'funnel': {'steps': [{'event': 'signup'}, {'event': 'order'}], 'window': {'n': 1, 'unit': 'day'},
                            'by': 'properties.plan'}, %s}
                """);
        var paid = new Filter("properties.amount", Comparison.GT, List.of(BigDecimal.ONE));
        return Funnels.rows(new Funnels.Planned(
                funnel,
                columns(false),
                List.of(1, 2),
                List.of(List.of(), List.of(List.of(paid))),
                buckets(funnel.time(), Grain.NONE)));
    }

    private static SqlStatement retention() {
        var retention = (InsightQuery.Retention)
                query("{'retention': {'start': 'signup', 'return': 'order', 'grain': 'day'}, %s}");
        var buckets = buckets(retention.time(), Grain.DAY);
        return Retentions.rows(new Retentions.Planned(retention, columns(false), NUMBERS, buckets, buckets));
    }

    /** Each with its name. */
    private static Stream<List<Object>> statements() {
        var plan = new Filter("properties.plan", Comparison.EQ, List.of("team"));
        var actor = new Filter("actor", Comparison.EXISTS, List.of(true));
        var all = new ArrayList<List<Object>>();
        List.of(
                        report(List.of()),
                        report(List.of("properties.plan"), plan),
                        report(List.of("name", "properties.plan"), plan, actor))
                .forEach(report -> {
                    var group = report.dimensions().stream().map(_ -> "1").toList();
                    for (boolean every : new boolean[] {false, true}) {
                        ReportStatements.of(columns(every), report, List.of(List.copyOf(group)))
                                .forEach(statement -> all.add(List.of("trend", statement)));
                    }
                });
        all.add(List.of("funnel", funnel()));
        all.add(List.of("retention", retention()));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void rows_of_events_are_found_through_an_index_in_the_months_of_the_range(List<Object> statement) {
        var plan = plan((SqlStatement) statement.getLast());

        assertThat(plan)
                .as(statement.getFirst() + "\n" + ((SqlStatement) statement.getLast()).sql())
                .doesNotContain("Seq Scan on event")
                .containsPattern("Index (Only )?Scan");
        assertThat(MONTH.matcher(plan + " ").results().map(found -> found.group(1)).distinct())
                .hasSizeBetween(1, 2);
    }
}
