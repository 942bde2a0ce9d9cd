package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sockets a process has open, as the kernel lists them. */
public final class OpenSockets {

    private OpenSockets() {}

    /** How many; 0 where the process has ended. */
    public static int count(long pid) {
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

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }
}
