package dev.tollgate.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks loopback ports nobody listens on, none twice in one JVM. They lie below those that systems give to outgoing
 * connections: else, while a server is stopped, a client that tries to reach it could be given its port.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePort() {}

    /** The wanted port, or any free one for 0. */
    public static int orAny(int wanted) {
        if (wanted != 0) {
            return wanted;
        }
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (free(port) && GIVEN.add(port)) {
                return port;
            }
        }
        throw new ServersUnavailable("no free port between " + FIRST + " and " + END);
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
