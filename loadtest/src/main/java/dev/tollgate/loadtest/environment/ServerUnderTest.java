package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.FreePort;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own that can be started again on its port. */
public abstract class ServerUnderTest {

    private final String name;
    private final int port = FreePort.orAny(0);
    private @Nullable ChildProcess process;

    ServerUnderTest(String name) {
        this.name = name;
    }

    /** Starts the process and waits until it is ready. */
    abstract ChildProcess launched() throws IOException, InterruptedException;

    public final String name() {
        return name;
    }

    public final int port() {
        return port;
    }

    /** The process; 0 if it does not run. */
    public final long pid() {
        return process == null ? 0 : process.pid();
    }

    /** Processor microseconds since its start. */
    public long cpuMicros() {
        return ProcessProbe.cpuMicros(pid());
    }

    /** Microseconds for which its JIT compiler has worked; 0 for a server without one. */
    public long compilerMicros() throws IOException {
        return ProcessProbe.compilerMicros(pid());
    }

    /** Bytes allocated since its start; 0 for a server that does not count them. */
    public long allocatedBytes() throws IOException {
        return ProcessProbe.allocatedBytes(pid());
    }

    /** Calls since its start that it counted as anything but a success; 0 for a server that does not count them. */
    public long failedCalls() {
        return 0;
    }

    public final void start() throws IOException, InterruptedException {
        process = launched();
    }

    /** Drains and ends it, if it runs. */
    public final void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** Ends it at once, if it runs, like {@code kill -9}. */
    public final void kill() throws InterruptedException {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** Measures a server that runs. */
    public interface Measurement {
        void measure(ServerUnderTest server, boolean backwards) throws IOException, InterruptedException;
    }

    /** Starts, measures and stops each server in every round, in reverse order in every second one. */
    public static void inTurns(int rounds, List<? extends ServerUnderTest> servers, Measurement measurement)
            throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            System.out.println("round " + round + " of " + rounds);
            boolean backwards = round % 2 == 0;
            for (var server : backwards ? servers.reversed() : servers) {
                server.start();
                try {
                    measurement.measure(server, backwards);
                } finally {
                    server.stop();
                }
            }
        }
    }
}
