package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.LiveHeap;
import dev.tollgate.loadtest.environment.OpenSockets;
import dev.tollgate.loadtest.environment.ProcessorTime;
import dev.tollgate.loadtest.gates.Side;
import dev.tollgate.loadtest.load.Crowd;
import dev.tollgate.loadtest.load.Request;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A crowd comes, is watched for a while, and leaves: nothing of it may stay behind. */
final class Watch {

    private static final long POLL_MS = 200;
    /** What a look disturbs is over by then. */
    private static final long SETTLE_MS = 500;

    private static final double SECOND_NANOS = 1e9;
    private static final double MIB = 1 << 20;

    private final Side side;
    private final McpSize size;
    private final Consumer<String> say;
    private final Watched watched = new Watched();

    Watch(Side side, McpSize size, Consumer<String> say) {
        this.side = side;
        this.size = size;
        this.say = say;
    }

    /** Leaves in the figures what it has seen. */
    void run(List<List<Request>> parts, ObjectNode figures) throws IOException, InterruptedException {
        int before = OpenSockets.at(side.port());
        try (var crowd = new Crowd(side.port(), parts, List.of(Era.FAILURE, Era.FAULT), size.thinking())) {
            crowd.come(size.agents());
            say.accept(size.agents() + " agents have come; " + size.warmUp().toSeconds() + " s to warm up");
            TimeUnit.MILLISECONDS.sleep(size.warmUp().toMillis());
            look(crowd);
            crowd.leave();
        }
        int after = left(before);
        watched.write(figures);
        figures.put("agents", size.agents())
                .put("watched_seconds", size.watch().toSeconds())
                .put("heap_mib_per_minute", watched.heapMibPerMinute(size.trend()));
        figures.putObject("connections")
                .put("before", before)
                .put("after", after)
                .put("left_over", Math.max(after - before, 0));
    }

    private void look(Crowd crowd) throws IOException, InterruptedException {
        var _ = crowd.look();
        var _ = LiveHeap.bytes(side.pid());
        long begun = System.nanoTime();
        long cpu = ProcessorTime.micros(side.pid());
        for (long due = size.heapEvery().toNanos();
                due <= size.watch().toNanos();
                due += size.heapEvery().toNanos()) {
            TimeUnit.NANOSECONDS.sleep(begun + due - System.nanoTime());
            long used = ProcessorTime.micros(side.pid()) - cpu;
            var slice = crowd.look();
            long heap = LiveHeap.bytes(side.pid());
            TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
            var beside = crowd.look();
            cpu = ProcessorTime.micros(side.pid());
            var look = new Watched.Look(
                    (System.nanoTime() - begun) / SECOND_NANOS, slice, beside, heap, OpenSockets.of(side.pid()), used);
            watched.add(look);
            say.accept(line(look));
        }
    }

    private static String line(Watched.Look look) {
        return String.format(
                Locale.ROOT,
                "%4.0f s: %.0f calls/s, p50 %.1f ms, p99 %.1f ms, live heap %.1f MiB, %d sockets%s",
                look.atSeconds(),
                look.crowd().perSecond(),
                look.crowd().p50Ms(),
                look.crowd().p99Ms(),
                look.heapBytes() / MIB,
                look.sockets(),
                look.crowd().errors().isEmpty()
                        ? ""
                        : ", errors " + look.crowd().errors() + ", the first: "
                                + look.crowd().error());
    }

    /** Connections of the listener when they are as few as before, or when it was waited for long enough. */
    private int left(int before) throws IOException, InterruptedException {
        long end = System.nanoTime() + size.leftMax().toNanos();
        int now = OpenSockets.at(side.port());
        while (now > before && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            now = OpenSockets.at(side.port());
        }
        return now;
    }
}
