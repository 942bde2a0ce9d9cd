package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.Bench;
import dev.tollgate.records.page.Cursors;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jobs of the installation as operators list them. */
class JobPagesTest {

    private static final Operation<JobQuery, Page<ShownJob>> LIST = Declaration.read("list_jobs", "job")
            .control("GET", "/control/v1/jobs", Declaration.roles(Role.OPERATOR))
            .takes(JobQuery.class, "{}")
            .givesPage(ShownJob.class);
    private static final Caller OPERATOR = new Caller(new Actor(Actor.Kind.OPERATOR, "ops", "ops"), null, null);

    private static Bench bench;
    private static JobPages pages;
    private static RemindedNotes notes;
    private static RemindedNotes others;

    /** Seven jobs of one workspace, of which one has failed and one waits; three of another. */
    @BeforeAll
    static void open() {
        bench = new Bench();
        notes = RemindedNotes.of(bench);
        others = RemindedNotes.of(bench);
        var process = new JobProcess(bench).handling(_ -> Future.failedFuture(new IllegalStateException("broken")));
        pages = new JobPages(bench.work, bench.cursors, bench.clock);
        var _ = notes.due(Instant.now());
        settle(process.runDue());
        bench.tamper("UPDATE records.job SET next_at = now() + interval '30 minutes'");
        process.suspended.add(notes.caller().workspaceId().value());
        var _ = notes.due(Instant.now());
        settle(process.runDue());
        for (int hour = 1; hour <= 5; hour++) {
            var _ = notes.due(Instant.now().plus(Duration.ofHours(hour)));
        }
        others.schedule(others.created(3), Instant.now().plus(Duration.ofHours(2)));
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static Outcome<Page<ShownJob>> listed(JobQuery query) {
        return await(pages.page(bench.call(LIST, OPERATOR, query)));
    }

    private static Page<ShownJob> page(JobQuery query) {
        return ((Outcome.Done<Page<ShownJob>>) listed(query)).value();
    }

    private static JobQuery query(@Nullable Integer limit, @Nullable String cursor) {
        return new JobQuery(null, null, null, limit, cursor);
    }

    @Test
    void pages_have_each_job_once_in_the_order_of_their_next_times() {
        var all = new ArrayList<ShownJob>();
        String cursor = null;
        do {
            var page = page(query(3, cursor));
            all.addAll(page.items());
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(all)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> a.nextRunAt().compareTo(b.nextRunAt()));
    }

    @Test
    void jobs_can_be_listed_by_workspace_kind_and_state() {
        var workspace = notes.caller().workspaceId();
        var kind = JobProcess.REMINDER.name();

        assertThat(page(new JobQuery(kind, workspace, null, null, null)).items())
                .hasSize(7);
        assertThat(page(new JobQuery("crm.other", null, null, null, null)).items())
                .isEmpty();
        assertThat(states(ShownJob.State.SCHEDULED)).hasSize(8);
        assertThat(states(ShownJob.State.RUNNING)).isEmpty();
        assertThat(states(ShownJob.State.WAITING))
                .singleElement()
                .satisfies(job -> assertThat(job.attempt()).isZero());
        assertThat(states(ShownJob.State.FAILING)).singleElement().satisfies(job -> {
            assertThat(job.lastError()).isEqualTo("IllegalStateException");
            assertThat(job.attempt()).isEqualTo(1);
            assertThat(job.workspaceId()).isEqualTo(workspace);
            assertThat(job.subjectId()).startsWith("not_");
        });
    }

    private static List<ShownJob> states(ShownJob.State state) {
        return page(new JobQuery(null, null, state, null, null)).items();
    }

    @ParameterizedTest
    @EnumSource(
            value = ShownJob.State.class,
            names = {"FAILING", "WAITING", "RUNNING"})
    void the_few_jobs_that_do_not_wait_for_their_time_are_found_without_reading_the_others(ShownJob.State state) {
        bench.tamper("""
                INSERT INTO records.job (id, slice, kind, subject_id, due_at, next_at)
                SELECT gen_random_uuid(), n % 16, 'notes.many', gen_random_uuid(), now() + interval '1 day',
                       now() + interval '1 day'
                  FROM generate_series(1, 20000) n""");
        bench.tamper("ANALYZE records.job");

        var plan = bench.owner("EXPLAIN (ANALYZE, COSTS off) "
                + JobPages.PAGE
                        .replace("$1", "16")
                        .replace("$2", "now()")
                        .replace("$3", "'-infinity'")
                        .replace("$4", "'00000000-0000-0000-0000-000000000000'")
                        .replace("$5", "NULL")
                        .replace("$6", "NULL")
                        .replace("$7", "'" + state.name().toLowerCase(Locale.ROOT) + "'")
                        .replace("$8", "26"));
        bench.tamper("DELETE FROM records.job WHERE kind = 'notes.many'");

        assertThat(plan).noneMatch(line -> line.contains("Seq Scan")).allSatisfy(line -> {
            var removed = line.replaceFirst(".*Rows Removed by Filter: (\\d+).*", "$1");
            assertThat(removed.equals(line) || Integer.parseInt(removed) <= 10)
                    .as(String.join("\n", plan))
                    .isTrue();
        });
    }

    @Test
    void a_cursor_of_other_filters_is_refused() {
        var cursor = page(query(3, null)).nextCursor();

        var other = listed(new JobQuery(JobProcess.REMINDER.name(), null, null, 3, cursor));

        assertThat(other).isEqualTo(Outcome.refused(Cursors.REFUSAL));
    }
}
