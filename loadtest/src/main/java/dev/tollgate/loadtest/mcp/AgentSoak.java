package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.ThinkTimeUsers;
import dev.tollgate.loadtest.load.ThinkTimeUsers.ThinkTime;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Agents come, stay for a while, and leave. While they stay, the live heap must not rise; when they have left, no
 * connection of theirs may stay open. The heap is not measured after that.
 */
final class AgentSoak {

    /**
     * Size of a soak.
     *
     * @param agents connections at once
     * @param warmUp before the soak is observed
     * @param observed how long it is observed
     * @param trend the last part of that, in which the heap must not rise
     * @param heapInterval between two measurements of the live heap
     */
    record Size(
            int agents,
            ThinkTime thinkTime,
            Duration warmUp,
            Duration observed,
            Duration trend,
            Duration heapInterval) {

        /** A second and a half in the mean: two processors carry two thousand agents, servers and load together. */
        private static final ThinkTime THINK_TIME =
                new ThinkTime(Duration.ofSeconds(1), Duration.ofSeconds(2), 20_261_125);

        static Size of(boolean quick) {
            return new Size(
                    quick ? 200 : 2_000,
                    THINK_TIME,
                    Duration.ofSeconds(quick ? 10 : 120),
                    Duration.ofSeconds(quick ? 30 : 600),
                    Duration.ofSeconds(quick ? 20 : 300),
                    Duration.ofSeconds(quick ? 5 : 30));
        }
    }

    private static final Duration LEAVE_MAX = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);
    /** The pause of a heap measurement is over by then. */
    private static final long SETTLE_MS = 500;

    private static final double SECOND_NANOS = 1e9;

    private final ServerUnderTest server;
    private final Size size;
    private final SoakSamples samples = new SoakSamples();

    AgentSoak(ServerUnderTest server, Size size) {
        this.server = server;
        this.size = size;
    }

    void run(List<List<HttpCall>> sessions, ObjectNode figures) throws IOException, InterruptedException {
        int before = ProcessProbe.connections(server.port());
        var targets = sessions.stream()
                .map(session -> new LoadTarget(server.port(), session, McpRevision.FAILURES))
                .toList();
        try (var users = new ThinkTimeUsers(targets, size.thinkTime())) {
            users.start(size.agents());
            say(size.agents() + " agents have come; " + size.warmUp().toSeconds() + " s to warm up");
            TimeUnit.MILLISECONDS.sleep(size.warmUp().toMillis());
            observe(users);
            users.leave();
        }
        int after = settledConnections(before);
        samples.write(figures);
        figures.put("agents", size.agents())
                .put("watched_seconds", size.observed().toSeconds())
                .put("heap_mib_per_minute", samples.heapMibPerMinute(size.trend()));
        figures.putObject("connections")
                .put("before", before)
                .put("after", after)
                .put("left_over", Math.max(after - before, 0));
    }

    private void observe(ThinkTimeUsers users) throws IOException, InterruptedException {
        var _ = users.look();
        var _ = ProcessProbe.liveHeapBytes(server.pid());
        long began = System.nanoTime();
        long cpu = ProcessProbe.cpuMicros(server.pid());
        long interval = size.heapInterval().toNanos();
        for (long due = interval; due <= size.observed().toNanos(); due += interval) {
            TimeUnit.NANOSECONDS.sleep(began + due - System.nanoTime());
            long used = ProcessProbe.cpuMicros(server.pid()) - cpu;
            var load = users.look();
            long heap = ProcessProbe.liveHeapBytes(server.pid());
            TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
            var whileCollecting = users.look();
            cpu = ProcessProbe.cpuMicros(server.pid());
            var sample = new SoakSamples.Sample(
                    (System.nanoTime() - began) / SECOND_NANOS,
                    load,
                    whileCollecting,
                    heap,
                    ProcessProbe.sockets(server.pid()),
                    used);
            samples.add(sample);
            say(line(sample));
        }
    }

    private static String line(SoakSamples.Sample sample) {
        var load = sample.load();
        return String.format(
                        Locale.ROOT,
                        "%4.0f s: %.0f calls/s, p50 %.1f ms, p99 %.1f ms, live heap %.1f MiB, %d sockets",
                        sample.atSeconds(),
                        load.perSecond(),
                        load.p50Ms(),
                        load.p99Ms(),
                        sample.heapMib(),
                        sample.sockets())
                + (load.errors().isEmpty() ? "" : ", errors " + load.errors() + ", the first: " + load.firstError());
    }

    /** Connections of the listener, once they are as few as before or the time is over. */
    private int settledConnections(int before) throws InterruptedException {
        var now = new AtomicInteger();
        var _ = Await.until(LEAVE_MAX, POLL, () -> {
            now.set(ProcessProbe.connections(server.port()));
            return now.get() <= before;
        });
        return now.get();
    }
}
