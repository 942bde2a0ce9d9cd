package dev.tollgate.standalone.dev;

import dev.tollgate.embedded.ServersUnavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks a port before anything is started, so that a taken one fails at once. */
final class PortCheck {
    private PortCheck() {}

    /** The wanted port, or a free one for 0. */
    static int chosen(int wanted) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServersUnavailable(
                    "port " + wanted
                            + " is in use: stop the process that listens there, or choose --port and --management-port",
                    e);
        }
    }

    /** The port where it is free, else 0: any. */
    static int orAny(int port) {
        return port != 0 && free(port) ? port : 0;
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
