package dev.tollgate.records.job;

import dev.tollgate.records.Bench;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Processes that run jobs, on a database of their own. */
abstract class JobProcessTests {

    static final Duration LEASE_OVER = JobRunner.LEASE.plusSeconds(1);
    static final int JOBS_EACH = 100;

    static Bench bench;
    RemindedNotes notes;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void empty() {
        bench.tamper("DELETE FROM records.job");
        notes = RemindedNotes.of(bench);
    }
}
