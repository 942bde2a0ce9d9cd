package dev.tollgate.standalone.dev;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;

/** Progress lines at start: one line a step, with the time since the JVM started. */
final class Progress {
    private final PrintWriter out;
    private final InstantSource clock;
    private final long startedMs = ManagementFactory.getRuntimeMXBean().getStartTime();

    Progress(PrintWriter out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    void step(String text) {
        line("  %5.1f s  %s".formatted(seconds(), text));
    }

    void line(String text) {
        out.println(text);
        out.flush();
    }

    double seconds() {
        return Duration.ofMillis(clock.millis() - startedMs).toMillis() / 1000.0;
    }
}
