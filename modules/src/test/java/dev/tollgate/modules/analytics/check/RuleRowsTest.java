package dev.tollgate.modules.analytics.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.ProgressListener;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.Governed;
import dev.tollgate.modules.analytics.GovernedTests;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the rules of one call cost an event loop, and what it keeps of them. */
class RuleRowsTest extends GovernedTests {

    private static final String SMALL = "{'type': 'object', 'properties': {'text': {'type': 'string'}}}";

    /** Takes some 2 MB once it is compiled. */
    private static final String LARGE = IntStream.range(0, 20)
            .mapToObj(number -> "'p" + number + "': {'type': 'string', 'pattern': 'a{0,480}'}")
            .collect(Collectors.joining(", ", "{'type': 'object', 'properties': {", "}}"));

    private final RuleRows rules = new RuleRows();

    /** Definitions that were read, by statement. */
    private final List<Integer> read = new ArrayList<>();

    private int told;

    private final ProgressListener listener = new ProgressListener() {
        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(long done, long total) {
            throw new IllegalStateException("nobody asked");
        }

        @Override
        public void worked(long nanos) {
            told++;
        }

        @Override
        public boolean gone() {
            return false;
        }
    };

    private List<String> defined(int count, String schema) {
        var plan = workspace.plan("");
        var names =
                IntStream.range(0, count).mapToObj(number -> "Event " + number).toList();
        for (var name : names) {
            var _ = workspace.approved(plan, name, schema, "");
        }
        return names;
    }

    private Future<RowSet<Row>> query(String sql, Tuple args) {
        return desk.database
                .read(RowSecurityContext.of(workspace.caller()), sql, args)
                .map(rows -> {
                    if (sql.contains("schema")) {
                        read.add(rows.size());
                    }
                    return rows;
                });
    }

    private Outcome<CheckRules> rules(List<String> names) {
        return desk.awaited(() -> rules.of(this::query, workspace.caller().workspaceId(), names, listener));
    }

    private CheckRules rulesOfOne(String name) {
        return desk.awaited(() -> rules.ofOne(this::query, workspace.caller().workspaceId(), name));
    }

    private static int count(Outcome<CheckRules> rules) {
        return rules instanceof Outcome.Done<CheckRules>(CheckRules found)
                ? found.byName().size()
                : 0;
    }

    @Test
    void the_definitions_of_a_call_are_read_a_few_at_a_time_and_each_part_is_told_as_work() {
        var names = defined(40, SMALL);

        assertThat(count(rules(names))).isEqualTo(40);

        assertThat(read).containsExactly(CompiledDefinitions.READ_MAX, CompiledDefinitions.READ_MAX, 8);
        assertThat(told).isGreaterThanOrEqualTo(3);
    }

    @Test
    void a_small_definition_is_compiled_once() {
        var names = defined(20, SMALL);

        var _ = rules(names);
        read.clear();

        assertThat(count(rules(names))).isEqualTo(20);
        assertThat(read).isEmpty();
    }

    @Test
    void definitions_that_are_too_large_together_refuse_the_call_and_no_single_one_does() {
        var names = defined(10, LARGE);
        var events =
                names.stream().map(name -> Governed.event(name, "{'p0': 'a'}")).toList();

        assertThat(Desk.await(workspace.tracking(String.join(",", events))))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        outcome -> assertThat(outcome.refusal())
                                .isInstanceOfSatisfying(
                                        Refusal.ValidationFailed.class,
                                        failed -> assertThat(failed.fieldErrors())
                                                .extracting(FieldError::field)
                                                .containsExactly("events")));
        assertThat(workspace.track(String.join(",", events.subList(0, 6))).accepted())
                .isEqualTo(6);
        assertThat(workspace.track(events.getLast()).accepted()).isEqualTo(1);
    }

    @Test
    void where_the_module_is_off_large_definitions_refuse_no_call_and_their_classes_apply() {
        var plan = workspace.plan("");
        var names = IntStream.range(0, 10).mapToObj(number -> "Event " + number).toList();
        for (var name : names) {
            var _ = workspace.approved(plan, name, LARGE, "'classes': {'p0': 'pii', 'p2': 'pii'}");
        }
        var on = workspace.caller();
        var off = new Governed(desk, new Caller(on.actor(), on.tenant(), on.workspace(), Set.of(), null, Set.of("bi")));

        var answer = off.track(names.stream()
                .map(name -> Governed.event(name, "{'p0': 'secret', 'p1': 'b'}"))
                .collect(Collectors.joining(",")));

        assertThat(answer.accepted()).isEqualTo(names.size());
        assertThat(workspace.rows("Event 3"))
                .singleElement()
                .asString()
                .contains("\"p0\"", "\"b\"")
                .doesNotContain("secret");
    }

    @Test
    void large_definitions_leave_the_memory_of_the_loop_by_their_size() {
        var names = defined(10, LARGE);
        names.forEach(name -> assertThat(rulesOfOne(name).byName()).hasSize(1));
        read.clear();

        assertThat(rulesOfOne(names.getLast()).byName()).hasSize(1);
        assertThat(read).isEmpty();
        assertThat(rulesOfOne(names.getFirst()).byName()).hasSize(1);
        assertThat(read).containsExactly(1);
    }
}
