package dev.tollgate.loadtest.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A transfer that has ended.
 *
 * @param result such as the asset
 */
record TimedTransfer(String result, double mbPerSecond) {

    private static final double MB = 1e6;
    private static final double SECOND_NANOS = 1e9;

    /** A transfer of a file. */
    interface Transfer {
        String run() throws IOException, InterruptedException;
    }

    static TimedTransfer of(Path file, Transfer transfer) throws IOException, InterruptedException {
        long began = System.nanoTime();
        var result = transfer.run();
        return new TimedTransfer(result, rate(Files.size(file), System.nanoTime() - began));
    }

    /** MB per second. */
    static double rate(long bytes, long nanos) {
        return bytes / MB / (nanos / SECOND_NANOS);
    }
}
