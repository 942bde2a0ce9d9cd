package dev.tollgate.records.job;

import dev.tollgate.records.Bench;
import dev.tollgate.records.OnBench;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Processes that run jobs, on a database of their own. */
abstract class JobProcessTests extends OnBench {

    static final Duration LEASE_OVER = JobRunner.LEASE.plusSeconds(1);
    static final int JOBS_EACH = 100;

    RemindedNotes notes;

    /** For jobs it is so much later than the clock of the database says. */
    static void jobTime(Bench bench, Duration ahead) {
        bench.tamper("CREATE OR REPLACE FUNCTION records.job_time() RETURNS timestamptz LANGUAGE sql STABLE"
                + " AS $$ SELECT now() + interval '" + ahead + "' $$");
    }

    /** No job, and the present. */
    static void begin(Bench bench) {
        bench.tamper("DELETE FROM records.job");
        jobTime(bench, Duration.ZERO);
    }

    @BeforeEach
    void empty() {
        begin(bench);
        notes = RemindedNotes.of(bench);
    }
}
