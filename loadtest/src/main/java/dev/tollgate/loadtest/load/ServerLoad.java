package dev.tollgate.loadtest.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Load on one server, and the processor time that it takes there. */
public final class ServerLoad {

    private static final int WARM_UP_SLICE_SECONDS = 5;

    /** A process whose JIT compiler uses less than this is warm. */
    private static final long COMPILING_MICROS_PER_SECOND_MAX = 20_000;

    private ServerLoad() {}

    /** Makes load for so long. */
    public interface Source {
        LoadWindow run(int seconds) throws IOException, InterruptedException;
    }

    /**
     * A measured window.
     *
     * @param cpuMicros of the server's process per call
     * @param redisMicros of Redis per call; 0 for a server without it
     * @param allocatedBytes of the server's process per call
     */
    public record Sample(LoadWindow window, double cpuMicros, double redisMicros, double allocatedBytes) {

        public double perSecond() {
            return window.perSecond();
        }

        public double p50Ms() {
            return window.p50Ms();
        }

        public double p99Ms() {
            return window.p99Ms();
        }
    }

    /** Writes medians and rounds of rate, processor time and latency, and the sum of errors. */
    public static void write(RoundSeries<Sample> measured, ObjectNode into) {
        measured.write(
                Map.of(
                        "requests_per_second", Sample::perSecond,
                        "cpu_us_per_call", Sample::cpuMicros,
                        "p50_ms", Sample::p50Ms,
                        "p99_ms", Sample::p99Ms),
                into);
        into.put(
                "errors",
                measured.all().stream()
                        .mapToLong(sample -> sample.window().errorCount())
                        .sum());
    }

    /**
     * Loads with each of the sources in turns until the JIT compiler has little left to do, at most {@code secondsMax};
     * returns the last window. What is measured later belongs among the sources: code that is warm under one load is
     * compiled again under another.
     */
    public static LoadWindow warmUp(ServerUnderTest server, int secondsMax, List<Source> sources)
            throws IOException, InterruptedException {
        int slice = Math.clamp(secondsMax / sources.size(), 1, WARM_UP_SLICE_SECONDS);
        int turn = slice * sources.size();
        int left = secondsMax;
        LoadWindow window = null;
        long compiling;
        do {
            long before = server.compilerMicros();
            for (var source : sources) {
                window = source.run(slice);
            }
            compiling = server.compilerMicros() - before;
            left -= turn;
        } while (left >= turn && compiling > turn * COMPILING_MICROS_PER_SECOND_MAX);
        return Objects.requireNonNull(window, "no source of load");
    }

    /**
     * Measures one window.
     *
     * @param redisPid 0 for a server without Redis
     */
    public static Sample measure(ServerUnderTest server, long redisPid, int seconds, Source load)
            throws IOException, InterruptedException {
        long allocated = server.allocatedBytes();
        long cpu = server.cpuMicros();
        long redis = ProcessProbe.cpuMicros(redisPid);
        var window = load.run(seconds);
        double calls = Math.max(window.successes(), 1);
        cpu = server.cpuMicros() - cpu;
        redis = ProcessProbe.cpuMicros(redisPid) - redis;
        allocated = server.allocatedBytes() - allocated;
        return new Sample(window, cpu / calls, redis / calls, allocated / calls);
    }
}
