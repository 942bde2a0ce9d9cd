package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Sockets as the kernel lists them. */
public final class OpenSockets {

    /** Both families: a listener of one may have connections in the other's list. */
    private static final List<Path> LISTS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int LOCAL_FIELD = 1;
    private static final int STATE_FIELD = 3;
    /** Listening, and what the kernel alone still remembers. */
    private static final Set<String> NO_CONNECTION = Set.of("0A", "06");

    private OpenSockets() {}

    /** How many a process has, of every kind; 0 where it has ended. */
    public static int of(long pid) {
        int sockets = 0;
        try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var file : files) {
                if (isSocket(file)) {
                    sockets++;
                }
            }
        } catch (IOException ended) {
            return sockets;
        }
        return sockets;
    }

    /** How many connections the listener of a port has. */
    public static int at(int port) throws IOException {
        var end = String.format(Locale.ROOT, ":%04X", port);
        int connections = 0;
        for (var list : LISTS) {
            for (var line : Files.exists(list) ? Files.readAllLines(list) : List.<String>of()) {
                var fields = line.strip().split("\\s+", -1);
                if (fields[LOCAL_FIELD].endsWith(end) && !NO_CONNECTION.contains(fields[STATE_FIELD])) {
                    connections++;
                }
            }
        }
        return connections;
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }
}
