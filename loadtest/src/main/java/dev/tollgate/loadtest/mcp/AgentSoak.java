package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.load.HttpCall;
import dev.tollgate.loadtest.load.ThinkTimeUsers;
import dev.tollgate.loadtest.server.McpRevision;
import dev.tollgate.loadtest.server.ServerUnderTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Agents come, stay for a while, and leave: their memory and connections must not stay behind. */
final class AgentSoak {

    private static final Duration LEAVE_MAX = Duration.ofMinutes(1);
    private static final long POLL_MS = 200;
    /** The pause of a heap measurement is over by then. */
    private static final long SETTLE_MS = 500;

    private static final double SECOND_NANOS = 1e9;

    private final ServerUnderTest server;
    private final McpSize size;
    private final Consumer<String> say;
    private final SoakSamples samples = new SoakSamples();

    AgentSoak(ServerUnderTest server, McpSize size, Consumer<String> say) {
        this.server = server;
        this.size = size;
        this.say = say;
    }

    void run(List<List<HttpCall>> sessions, ObjectNode figures) throws IOException, InterruptedException {
        int before = ProcessProbe.connections(server.port());
        try (var users = new ThinkTimeUsers(server.port(), sessions, McpRevision.FAILURES, size.thinkTime())) {
            users.start(size.agents());
            say.accept(size.agents() + " agents have come; " + size.warmUp().toSeconds() + " s to warm up");
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
            say.accept(line(sample));
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
    private int settledConnections(int before) throws IOException, InterruptedException {
        long end = System.nanoTime() + LEAVE_MAX.toNanos();
        int now = ProcessProbe.connections(server.port());
        while (now > before && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            now = ProcessProbe.connections(server.port());
        }
        return now;
    }
}
