package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.FreePort;
import java.io.IOException;

/**
 * A part of the installation that is ready.
 *
 * @param managementPort of its health and metrics
 */
record StartedPart(ChildProcess process, int managementPort) {

    /** Ports that are tried: each was free when it was chosen. */
    static final int PORTS_MAX = 5;

    /** Starts a process with this management port and waits until it is ready. */
    @FunctionalInterface
    interface Launch {
        ChildProcess on(int managementPort) throws IOException, InterruptedException;
    }

    /** Starts it on a free port; if another process took that meanwhile, on the next one. */
    static StartedPart onFreePort(Launch launch) throws IOException, InterruptedException {
        for (int tried = 1; ; tried++) {
            int port = FreePort.orAny(0);
            try {
                return new StartedPart(launch.on(port), port);
            } catch (IOException failed) {
                if (tried == PORTS_MAX || !taken(port, failed)) {
                    throw failed;
                }
            }
        }
    }

    private static boolean taken(int port, IOException failed) {
        return String.valueOf(failed.getMessage()).contains("the management port " + port + " cannot be bound");
    }
}
