package dev.tollgate.records.job;

import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.records.Bench;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs that break before their handler is called. */
class BrokenRunsTest extends JobProcessTests {

    private static final JobKind HOURLY = JobKind.of("notes.broken_times");
    private static final IllegalStateException BROKEN = new IllegalStateException("no next time");

    @Test
    void a_long_run_whose_lease_cannot_be_extended_is_counted_and_runs_after_the_first_pause() {
        var process = new JobProcess(bench);
        process.jobs.handle(JobProcess.REMINDER.lasting(Duration.ofSeconds(100)), process::mark);
        var _ = notes.due(Instant.now());
        bench.tamper("""
                CREATE FUNCTION records.refuse_extension() RETURNS trigger LANGUAGE plpgsql
                    AS $$ BEGIN RAISE EXCEPTION 'read-only'; END $$;
                CREATE TRIGGER refuse_extension BEFORE UPDATE ON records.job FOR EACH ROW
                    WHEN (NEW.lease = OLD.lease) EXECUTE FUNCTION records.refuse_extension()
                """);

        assertThat(process.poll()).isEqualTo(1);
        settle(process.idle());
        bench.tamper("DROP FUNCTION records.refuse_extension() CASCADE");

        assertThat(process.runs("failed")).isEqualTo(1);
        assertThat(notes.titles()).containsExactly("x 1");
        assertThat(notes.jobs("(lease IS NULL) || ' ' || attempt || ' ' || parked"))
                .as("given back, and not as if its workspace were away")
                .containsExactly("true 0 false");
        process.later(JobExecution.RETRY_FIRST.plusMillis(1));
        settle(process.runDue());
        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void a_process_looks_for_jobs_again_although_the_first_time_of_one_could_not_be_told() {
        var known = new AtomicBoolean();
        var process = new JobProcess(bench).marking();
        process.jobs.every(
                HOURLY,
                after -> {
                    if (!known.get()) {
                        throw BROKEN;
                    }
                    return after.plusSeconds(3_600);
                },
                _ -> Future.succeededFuture());
        var _ = notes.due(Instant.now());

        var failure = catchThrowable(process::poll);
        known.set(true);
        settle(process.runDue());

        assertThat(failure).isSameAs(BROKEN);
        assertThat(notes.titles()).containsExactly("x! 1");
    }

    @Test
    void a_run_whose_next_time_cannot_be_told_fails_and_frees_its_place() {
        var told = new AtomicInteger();
        var process = new JobProcess(bench).marking();
        process.jobs.every(
                HOURLY,
                after -> {
                    if (told.getAndIncrement() > 0) {
                        throw BROKEN;
                    }
                    return after;
                },
                _ -> Future.succeededFuture());

        Bench.eventually(() -> {
            var _ = process.poll();
            assertThat(failed(process)).isPositive();
        });
        settle(process.idle());

        assertThat(bench.owner("SELECT last_error FROM records.job")).containsExactly("IllegalStateException");
    }

    private static double failed(JobProcess process) {
        return process.registry
                .get("tollgate.jobs.runs")
                .tag("kind", HOURLY.name())
                .tag("outcome", "failed")
                .counter()
                .count();
    }
}
