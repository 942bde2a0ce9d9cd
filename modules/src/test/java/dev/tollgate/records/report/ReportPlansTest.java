package dev.tollgate.records.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.query.EventRows;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.Report.Op;
import dev.tollgate.records.report.Report.Order;
import dev.tollgate.records.report.Report.Period;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of reports on the rows of one workspace among many. */
class ReportPlansTest {

    private static final String FILL = """
            INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
            SELECT CASE WHEN n % 20 = 0 THEN '%s'::uuid
                        ELSE ('00000000-0000-7000-8000-' || lpad((n %% 20)::text, 12, '0'))::uuid END,
                   now() - (n %% 2000) * interval '1 hour', gen_random_uuid(), 1 + n %% 50, gen_random_uuid(), 0, now(),
                   '{"plan": "team", "amount": 5}'
              FROM generate_series(1, 100000) AS n;
            ANALYZE bi.event
            """;

    private static Questions questions;
    private static Caller caller;

    @BeforeAll
    static void open() {
        questions = new Questions();
        caller = questions.caller("bi:read");
        questions.desk.owner(FILL.replace("n % 20 =", "n %% 20 =")
                .formatted(caller.workspaceId().value()));
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    private static Period week() {
        var hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        return new Period(
                "occurred_at",
                List.of(hour.minus(Duration.ofDays(7)), hour.minus(Duration.ofDays(3)), hour),
                ZoneOffset.UTC);
    }

    static Stream<Report> reports() {
        var amount = "properties.amount";
        var filters = List.of(
                List.of(
                        new Filter("properties.plan", Comparison.EQ, List.of(new FieldValue.Text("team"))),
                        new Filter(amount, Comparison.GT, List.of(new FieldValue.Decimal(BigDecimal.ONE)))),
                List.of(new Filter("properties.plan", Comparison.EXISTS, List.of(FieldValue.Flag.TRUE))));
        return Stream.of(
                new Report(List.of(new Measure(Op.COUNT, null)), List.of(), week(), List.of(), Order.GREATEST, 10),
                new Report(
                        List.of(new Measure(Op.SUM, amount), new Measure(Op.COUNT_DISTINCT, "actor")),
                        List.of("properties.plan"),
                        week(),
                        filters,
                        Order.GREATEST,
                        10),
                new Report(
                        List.of(new Measure(Op.AVG, amount), new Measure(Op.MIN, amount), new Measure(Op.MAX, amount)),
                        List.of("properties.plan", "name"),
                        week(),
                        filters,
                        new Order(-1, true),
                        10));
    }

    private static String plan(SqlStatement statement) {
        var lines = new ArrayList<String>();
        var explained = statement.sql().startsWith("/* once */ EXPLAIN")
                ? statement.sql()
                : "EXPLAIN (COSTS off) " + statement.sql();
        Desk.await(questions.desk.database.snapshot(
                        RowSecurityContext.of(caller),
                        Instant.now().plusSeconds(20),
                        Duration.ofSeconds(20),
                        transaction -> transaction.query(explained, statement.args())))
                .forEach(row -> lines.add(row.getValue(0).toString()));
        return String.join("\n", lines);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void rows_of_a_workspace_are_read_from_an_index_of_the_months_that_are_asked_for(Report report) {
        for (var numbers : List.of(Map.<String, Integer>of(), Map.of("a", 1, "b", 2))) {
            var sql = new ReportSql(EventRows.of(caller.workspaceId(), numbers), report);
            var group = report.dimensions().stream()
                    .map(name -> name.equals("name") ? "1" : "team")
                    .toList();
            var plans = List.of(
                    plan(sql.answer(10)),
                    plan(sql.of(List.of(group))),
                    plan(sql.table(100)),
                    plan(report.dimensions().isEmpty() ? sql.answer(10) : sql.others(List.of(group))));

            assertThat(plans).allSatisfy(plan -> {
                assertThat(plan).doesNotContain("Seq Scan").containsPattern("Index|Bitmap");
                assertThat(plan.lines()
                                .filter(line -> line.contains("Scan on event_") || line.contains("using event_"))
                                .count())
                        .isLessThanOrEqualTo(4);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void buckets_do_not_repeat_the_values_of_their_group(Report report) {
        var sql = new ReportSql(EventRows.of(caller.workspaceId(), Map.of()), report);
        var groups = List.of(Collections.<String>nCopies(report.dimensions().size(), null));

        for (var statement : List.of(sql.answer(10), sql.of(groups))) {
            var rows = Desk.await(questions.desk.database.snapshot(
                    RowSecurityContext.of(caller),
                    Instant.now().plusSeconds(20),
                    Duration.ofSeconds(20),
                    transaction -> transaction.query(statement.sql(), statement.args())));

            assertThat(rows)
                    .filteredOn(row -> row.getValue(0) != null)
                    .allSatisfy(row -> assertThat(row.getValue(1)).isNull());
        }
    }

    @Test
    void more_groups_than_an_answer_may_have_have_no_buckets() {
        var report = new Report(
                List.of(new Measure(Op.COUNT, null)), List.of("name"), week(), List.of(), Order.GREATEST, 10);
        var sql = new ReportSql(EventRows.of(caller.workspaceId(), Map.of()), report);

        assertThat(buckets(sql.answer(10))).isNotZero();
        assertThat(buckets(sql.answer(0))).isZero();
    }

    private static long buckets(SqlStatement statement) {
        long buckets = 0;
        for (var row : Desk.await(questions.desk.database.snapshot(
                RowSecurityContext.of(caller),
                Instant.now().plusSeconds(20),
                Duration.ofSeconds(20),
                transaction -> transaction.query(statement.sql(), statement.args())))) {
            buckets += row.getValue(0) == null ? 0 : 1;
        }
        return buckets;
    }

    @Test
    void an_estimate_is_near_the_rows_of_the_workspace_and_not_of_all() {
        var report = reports().findFirst().orElseThrow();
        var reports = new Reports(EventRows.of(caller.workspaceId(), Map.of()), report);

        long estimate = Desk.await(questions.desk.database.snapshot(
                RowSecurityContext.of(caller),
                Instant.now().plusSeconds(20),
                Duration.ofSeconds(20),
                reports::estimate));

        // 5,000 in 2,000 hours, of which 168 are asked for.
        assertThat(estimate).isBetween(40L, 4_200L);
    }
}
