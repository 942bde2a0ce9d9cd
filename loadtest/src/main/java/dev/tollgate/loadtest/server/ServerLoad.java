package dev.tollgate.loadtest.server;

import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.load.LoadWindow;
import java.io.IOException;

/** Load on one server, and the processor time that it takes there. */
public final class ServerLoad {

    private static final int WARM_UP_SLICE_SECONDS = 5;

    /** A process whose JIT compiler uses less than this is warm. */
    private static final long COMPILING_MICROS_PER_SECOND_MAX = 50_000;

    private ServerLoad() {}

    /** Makes load for so long. */
    public interface Source {
        LoadWindow run(int seconds) throws IOException, InterruptedException;
    }

    /** A window and the processor time of the server per call. */
    public record Sample(LoadWindow window, double cpuMicros) {}

    /** Loads until the JIT compiler has little left to do, at most {@code secondsMax}; returns the last window. */
    public static LoadWindow warmUp(ServerUnderTest server, int secondsMax, Source load)
            throws IOException, InterruptedException {
        int slice = Math.min(secondsMax, WARM_UP_SLICE_SECONDS);
        int left = secondsMax;
        LoadWindow window;
        long compiling;
        do {
            long before = ProcessProbe.compilerMicros(server.pid());
            window = load.run(slice);
            compiling = ProcessProbe.compilerMicros(server.pid()) - before;
            left -= slice;
        } while (left >= slice && compiling > slice * COMPILING_MICROS_PER_SECOND_MAX);
        return window;
    }

    /** One measured window. */
    public static Sample measure(ServerUnderTest server, int seconds, Source load)
            throws IOException, InterruptedException {
        long before = ProcessProbe.cpuMicros(server.pid());
        var window = load.run(seconds);
        return new Sample(window, perCall(ProcessProbe.cpuMicros(server.pid()) - before, window));
    }

    /** Microseconds per successful call. */
    public static double perCall(long micros, LoadWindow window) {
        return micros / (double) Math.max(window.successes(), 1);
    }
}
