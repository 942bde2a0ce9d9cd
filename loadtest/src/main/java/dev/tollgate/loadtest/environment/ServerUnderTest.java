package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.util.List;

/** A server in a process of its own that can be started again. */
public interface ServerUnderTest {

    String name();

    void start() throws IOException, InterruptedException;

    void stop();

    int port();

    /** The process; 0 if it does not run. */
    long pid();

    /** Measures a server that runs. */
    interface Measurement {
        void measure(ServerUnderTest server, boolean backwards) throws IOException, InterruptedException;
    }

    /** Starts, measures and stops each server in every round, in reverse order in every second one. */
    static void inTurns(int rounds, List<? extends ServerUnderTest> servers, Measurement measurement)
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
