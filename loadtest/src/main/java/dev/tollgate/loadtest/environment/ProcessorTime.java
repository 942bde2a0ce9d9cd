package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Processor time that processes have used, as the kernel counts it: user and system. */
public final class ProcessorTime {

    /** The kernel's USER_HZ is 100 on every Linux this runs on. */
    private static final long TICK_MICROS = 10_000;

    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;

    private ProcessorTime() {}

    /** Microseconds of one process with all its threads, since it began; 0 where it has ended. */
    public static long micros(long pid) {
        return micros(Path.of("/proc", Long.toString(pid), "stat"));
    }

    private static long micros(Path file) {
        try {
            var stat = Files.readString(file);
            // The name in parentheses may hold anything; the fields are counted after it.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD])) * TICK_MICROS;
        } catch (IOException ended) {
            return 0;
        }
    }

    /** Microseconds of the threads of a Java process that compile; 0 where it has ended or compiles nothing. */
    public static long microsOfCompiler(long pid) {
        long micros = 0;
        try (var threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (var thread : threads) {
                if (COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
                    micros += micros(thread.resolve("stat"));
                }
            }
        } catch (IOException ended) {
            return micros;
        }
        return micros;
    }

    /** All of a process and everything below it. */
    public static long microsOfTree(long pid) {
        return micros(pid)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(child -> micros(child.pid()))
                        .sum();
    }
}
