package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.tracked.PropertyClass;
import io.vertx.core.Future;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Questions about all events of a workspace, however many definitions it has. */
class AllEventsTest extends QuestionTests {

    private static final String ALL = "{'source': {'event': '*'}, " + WEEK + ", ";

    /** What a question may allocate on its loop; the schemas below are thirty times as much. */
    private static final long BYTES_MAX = 1 << 20;

    /** So many copies of a definition, each with 200 properties of its own in 30 KB. */
    private static void copy(Caller caller, String name, int count) {
        questions.desk.owner("""
                INSERT INTO analytics.event_definition (workspace_id, id, plan_id, name, schema, classes, dimensions,
                       measures, units, status, revision, rehashing, custom_fields, created_at, updated_at, version,
                       source, last_actor)
                SELECT d.workspace_id, gen_random_uuid(), d.plan_id, d.name || ' ' || n,
                       json_build_object('type', 'object', 'properties', (
                           SELECT json_object_agg('property ' || n || ' ' || p,
                                      json_build_object('type', 'string', 'description', repeat('x', 100)))
                             FROM generate_series(1, 200) AS p)),
                       '{}', '{}', '{}', '{}', d.status, d.revision, '{}', d.custom_fields, d.created_at, d.updated_at,
                       d.version, d.source, d.last_actor
                  FROM analytics.event_definition d, generate_series(1, %d) AS n
                 WHERE d.workspace_id = '%s' AND d.name = '%s'
                """.formatted(count, caller.workspaceId().value(), name));
    }

    @Test
    void a_question_about_all_events_does_not_read_all_their_schemas() {
        var caller = caller();
        questions.define(caller, "login", Map.of("plan", "string"), List.of(), List.of());
        questions.track(caller, List.of(Questions.event("login", now(), "ada", "{'plan': 'team'}")));
        copy(caller, "login", 1_000);
        var _ = questions.fresh(caller, ALL + "'dimensions': ['name']}");

        long before = allocatedBytes();
        var insight = questions.fresh(caller, ALL + "'dimensions': ['properties.plan']}");
        long bytes = allocatedBytes() - before;

        assertThat(insight.series().getFirst().dimensions()).containsExactly("team");
        assertThat(bytes).isLessThan(BYTES_MAX);
    }

    @Test
    void a_property_has_the_strictest_class_of_all_events_and_a_type_they_share() {
        var caller = caller();
        questions.define(
                caller,
                "order",
                Map.of("who", "string", "amount", "integer", "mixed", "string", "note", "string"),
                List.of(),
                List.of());
        questions.define(
                caller,
                "login",
                Map.of("who", "string", "amount", "number", "mixed", "boolean"),
                Map.of("who", PropertyClass.PII),
                List.of(),
                List.of());
        questions.track(
                caller,
                List.of(
                        Questions.event("order", now(), null, "{'amount': 2}"),
                        Questions.event("login", now().minus(Duration.ofMinutes(1)), null, "{'amount': 2.5}")));

        var sum = questions.fresh(caller, ALL + "'measures': [{'op': 'sum', 'of': 'properties.amount'}]}");

        assertThat(sum.series().getFirst().total()).hasToString("4.5");
        assertThat(questions.faults(caller, ALL + "'dimensions': ['properties.who']}"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("pii"));
        assertThat(questions.faults(caller, ALL + "'measures': [{'op': 'sum', 'of': 'properties.note'}]}"))
                .hasSize(1);
        assertThat(questions
                        .fresh(caller, ALL + "'measures': [{'op': 'sum', 'of': 'properties.mixed'}]}")
                        .series())
                .hasSize(1);
    }

    private static long allocatedBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return questions.desk.awaited(() -> Future.succeededFuture(
                threads.getThreadAllocatedBytes(Thread.currentThread().threadId())));
    }
}
