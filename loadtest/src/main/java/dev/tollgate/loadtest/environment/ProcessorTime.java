package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time that processes have used, as the kernel counts it: user and system. */
public final class ProcessorTime {

    /** The kernel's USER_HZ is 100 on every Linux this runs on. */
    private static final long TICK_MICROS = 10_000;

    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;

    private ProcessorTime() {}

    /** Microseconds of one process with all its threads, since it began; 0 where it has ended. */
    public static long micros(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The name in parentheses may hold anything; the fields are counted after it.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD])) * TICK_MICROS;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** The same of a process and everything below it. */
    public static long microsOfTree(long pid) {
        return micros(pid)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(child -> micros(child.pid()))
                        .sum();
    }
}
