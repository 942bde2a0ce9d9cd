package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.QueryReader;
import dev.tollgate.modules.bi.query.source.EventColumns;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Plans of statements that read rows of one workspace among the events of many. */
public final class QuestionPlans implements AutoCloseable {

    /** Names of events of the workspace, with their numbers. */
    public static final Map<String, Integer> NUMBERS = Map.of("signup", 1, "order", 2);

    /** Twenty workspaces with 7,500 events each, on a hundred days, of fifty names. */
    private static final String FILL = """
            INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
            SELECT CASE n %% 20 WHEN 0 THEN '%s'::uuid
                   ELSE ('00000000-0000-7000-8000-' || lpad((n %% 20)::text, 12, '0'))::uuid END,
                   now() - (n %% 2400) * interval '1 hour', gen_random_uuid(), 1 + n / 20 %% 50, gen_random_uuid(), 0, now(),
                   '{"plan": "team", "amount": 5}'
              FROM generate_series(1, 150000) AS n
            """;

    private static final Duration RANGE = Duration.ofDays(10);
    private static final Pattern MONTH = Pattern.compile(" event_(\\d{6})\\b");

    private final Questions questions = new Questions();
    private final Caller caller = questions.caller("bi:read");

    public QuestionPlans() {
        questions.desk.owner(FILL.formatted(caller.workspaceId().value()));
        questions.desk.owner("ANALYZE bi.event");
    }

    public Instant now() {
        return questions.desk.clock.instant();
    }

    public EventColumns columns() {
        return new EventColumns(caller.workspaceId(), NUMBERS, false);
    }

    /**
     * A query of ten days up to a day ago: %s is its time. So the day of a funnel after them reaches no further than
     * now, into no month that has no event.
     */
    public InsightQuery query(String json) {
        var end = now().minus(Duration.ofDays(1));
        var text = json.formatted("'time': {'from': '" + end.minus(RANGE) + "', 'to': '" + end + "'}");
        return ((QueryReader.Reading.Read) QueryReader.read(Questions.json(text))).query();
    }

    /** The rows of events are found through an index, in the months of the ten days only. */
    public void requireIndex(SqlStatement statement) {
        var plan = plan(statement);

        assertThat(plan).as(statement.sql()).doesNotContain("Seq Scan on event").containsPattern("Index (Only )?Scan");
        assertThat(MONTH.matcher(plan).results().map(MatchResult::group).distinct())
                .hasSizeBetween(1, 2);
    }

    private String plan(SqlStatement statement) {
        var lines = new ArrayList<String>();
        var rows = Desk.await(questions.desk.database.snapshot(
                RowSecurityContext.of(caller),
                now().plusSeconds(10),
                Duration.ofSeconds(10),
                transaction -> transaction.query("EXPLAIN (COSTS off) " + statement.sql(), statement.args())));
        rows.forEach(row -> lines.add(row.getString(0)));
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        questions.close();
    }
}
