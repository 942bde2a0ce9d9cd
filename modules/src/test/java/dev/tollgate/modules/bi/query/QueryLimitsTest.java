package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.query.InsightOperations.AskedInsight;
import dev.tollgate.modules.bi.query.answer.Insight;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a workspace may not use up: slots of the process, and rows of a query. */
class QueryLimitsTest {

    private static final long ROWS_MAX = 500;
    private static final String WEEK = "'time': {'last': {'n': 7, 'unit': 'day'}, 'grain': 'day', 'time_zone': 'UTC'}";
    private static final String CELLS = "{'source': {'event': 'seen'}, 'limit': %d, " + WEEK + "}";

    /** Each reads the rows of the week. */
    private static final List<String> ON_ROWS = List.of(
            "{'source': {'event': 'seen'}, 'dimensions': ['properties.page'], " + WEEK + "}",
            "{'source': {'event': '*'}, 'filters': [{'field': 'actor', 'op': 'exists'}], " + WEEK + "}",
            "{'funnel': {'steps': [{'event': 'seen'}, {'event': 'seen'}]}, " + WEEK + "}",
            "{'retention': {'start': 'seen', 'return': 'seen', 'grain': 'day'},"
                    + " 'time': {'last': {'n': 7, 'unit': 'day'}, 'time_zone': 'Asia/Kathmandu'}}");

    private static Questions questions;

    private Caller caller;

    @BeforeAll
    static void open() {
        questions = new Questions(QueryLimits.of(ROWS_MAX));
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    @BeforeEach
    void prepare() {
        caller = questions.caller("bi:read", "bi:write");
        questions.track(caller, List.of(Questions.event("seen", now(), "ada", "{'page': '/'}")));
    }

    private static Instant now() {
        return questions.desk.clock.instant();
    }

    private static Future<Outcome<Insight>> asking(Caller caller, int number) {
        return questions.desk.sent(
                InsightOperations.QUERY,
                caller,
                new AskedInsight(Questions.json(CELLS.formatted(number)), true),
                Conditions.NONE);
    }

    /** The workspace has so many rows more, as the planner knows. */
    private void rows(int more) {
        questions.desk.owner("INSERT INTO bi.event"
                + " SELECT workspace_id, occurred_at, gen_random_uuid(), name_no, actor, revision, received_at, props"
                + " FROM bi.event, generate_series(1, " + more + ") WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");
        questions.desk.owner("ANALYZE bi.event");
    }

    @Test
    void a_third_query_at_once_is_refused_and_another_workspace_is_not() {
        var other = questions.caller("bi:read", "bi:write");
        var asked = new ArrayList<Future<Outcome<Insight>>>();

        questions.desk.whileLocked("LOCK TABLE bi.cell IN ACCESS EXCLUSIVE MODE", () -> {
            for (int number = 1; number <= QueryConcurrencyLimiter.WORKSPACE_MAX + 1; number++) {
                asked.add(asking(caller, number));
            }
            var _ = Desk.await(Future.any(asked));
            asked.add(asking(other, 1));
        });
        var _ = Desk.await(Future.join(asked));

        assertThat(asked.stream().map(Future::result).map(QueryLimitsTest::refusal))
                .filteredOn(Objects::nonNull)
                .singleElement()
                .isInstanceOf(Refusal.RateLimited.class);
        assertThat(Desk.await(asking(caller, 1))).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void workspaces_of_one_tenant_share_its_concurrency_limit() {
        var second = caller.on(caller.tenantId(), new WorkspaceId(questions.desk.ids.next()));
        var stranger = questions.caller("bi:read", "bi:write");
        for (var one : List.of(second, stranger)) {
            questions.track(one, List.of(Questions.event("seen", now(), "ada", "{'page': '/'}")));
        }
        var ofTenant = new ArrayList<Future<Outcome<Insight>>>();
        var others = new ArrayList<Future<Outcome<Insight>>>();

        questions.desk.whileLocked("LOCK TABLE bi.cell IN ACCESS EXCLUSIVE MODE", () -> {
            for (int number = 1; number <= QueryConcurrencyLimiter.WORKSPACE_MAX; number++) {
                ofTenant.add(asking(caller, number));
                ofTenant.add(asking(second, number));
            }
            var _ = Desk.await(Future.any(ofTenant));
            others.add(asking(stranger, 1));
        });
        var _ = Desk.await(
                Future.join(Future.join(ofTenant), Future.join(others)).otherwiseEmpty());

        assertThat(ofTenant.stream().map(Future::result).map(QueryLimitsTest::refusal))
                .filteredOn(Objects::nonNull)
                .hasSize(2 * QueryConcurrencyLimiter.WORKSPACE_MAX - QueryConcurrencyLimiter.TENANT_MAX)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isInstanceOfSatisfying(
                                Refusal.RateLimited.class,
                                limited -> assertThat(limited.detail()).contains("tenant")));
        assertThat(others.stream().map(Future::result).map(QueryLimitsTest::refusal))
                .containsOnlyNulls();
        assertThat(Desk.await(asking(second, 1))).isInstanceOf(Outcome.Done.class);
    }

    private static @Nullable Refusal refusal(Outcome<Insight> outcome) {
        return outcome instanceof Outcome.Refused<Insight>(Refusal refusal) ? refusal : null;
    }

    @Test
    void a_query_of_more_rows_than_allowed_says_to_make_a_dataset() {
        rows(2_000);

        for (var query : ON_ROWS) {
            assertThat(questions.faults(caller, query))
                    .as(query)
                    .singleElement()
                    .satisfies(fault -> {
                        assertThat(fault.field()).isEqualTo("query");
                        assertThat(fault.message()).contains("create_dataset");
                    });
        }
    }

    @Test
    void fewer_rows_are_read_and_cells_count_any_number() {
        rows(100);

        for (var query : ON_ROWS) {
            assertThat(questions.fresh(caller, query).costClass()).as(query).isEqualTo("B");
        }
        assertThat(questions.fresh(caller, CELLS.formatted(1)).costClass()).isEqualTo("A");
    }
}
