package dev.tollgate.records.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** What the runs of jobs add to the metrics, by kind: there are as many kinds as modules declare. */
final class JobMetrics {

    /** How a run ended. */
    enum Outcome {
        /** Its effect is written, or it had none to write. */
        DONE,
        /** It runs again later. */
        FAILED,
        /** The job was set for another time, removed or claimed by another process meanwhile; nothing was written. */
        LOST
    }

    private final MeterRegistry registry;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Registers the figures of a kind. */
    void show(JobKind kind) {
        var _ = lateness(kind);
        for (var outcome : Outcome.values()) {
            var _ = runs(kind, outcome);
        }
    }

    void started(JobKind kind, Duration late) {
        lateness(kind).record(late.isNegative() ? Duration.ZERO : late);
    }

    void ended(JobKind kind, Outcome outcome) {
        runs(kind, outcome).increment();
    }

    private Timer lateness(JobKind kind) {
        return Timer.builder("tollgate.jobs.lateness")
                .description("Time from when a job is due to its first run, by kind")
                .tag("kind", kind.name())
                .register(registry);
    }

    private Counter runs(JobKind kind, Outcome outcome) {
        return Counter.builder("tollgate.jobs.runs")
                .description("Runs of jobs, by kind and outcome")
                .tag("kind", kind.name())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
