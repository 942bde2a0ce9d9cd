package dev.tollgate.records.job;

import dev.tollgate.records.OnBench;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Processes that run jobs, on a database of their own. */
abstract class JobProcessTests extends OnBench {

    static final Duration LEASE_OVER = JobRunner.LEASE.plusSeconds(1);
    static final int JOBS_EACH = 100;

    RemindedNotes notes;

    @BeforeEach
    void empty() {
        bench.tamper("DELETE FROM records.job");
        notes = RemindedNotes.of(bench);
    }
}
