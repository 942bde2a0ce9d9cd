package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Processor time, live heap and sockets of other processes, as Linux and {@code jcmd} report them. */
public final class ProcessProbe {

    /** USER_HZ is 100 on every Linux this runs on. */
    private static final long TICK_MICROS = 10_000;

    private static final String WRITTEN = "write_bytes:";
    private static final int USER_FIELD = 11;
    private static final int SYSTEM_FIELD = 12;
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");
    private static final Pattern HEAP_TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

    /** Both families: connections of an IPv4 listener may be in the IPv6 list and the other way round. */
    private static final List<Path> SOCKET_LISTS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int LOCAL_FIELD = 1;
    private static final int STATE_FIELD = 3;
    /** LISTEN and TIME_WAIT. */
    private static final Set<String> NO_CONNECTION = Set.of("0A", "06");

    private ProcessProbe() {}

    /** Processor microseconds, user and system, of a process since its start; 0 if it has ended. */
    public static long cpuMicros(long pid) {
        return micros(Path.of("/proc", Long.toString(pid), "stat"));
    }

    /** Processor microseconds of the JIT compiler threads of a Java process; 0 if it has ended. */
    public static long compilerMicros(long pid) {
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

    /** Processor microseconds of a process and all its descendants. */
    public static long treeMicros(long pid) {
        return cpuMicros(pid)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(child -> cpuMicros(child.pid()))
                        .sum();
    }

    /** Bytes that a process and all its living descendants have sent to disks. */
    public static long writtenBytes(long pid) {
        return ownWrittenBytes(pid)
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .mapToLong(child -> ownWrittenBytes(child.pid()))
                        .sum();
    }

    private static long ownWrittenBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "io"))) {
            return lines.filter(line -> line.startsWith(WRITTEN))
                    .mapToLong(line ->
                            Long.parseLong(line.substring(WRITTEN.length()).strip()))
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    /** Bytes of all reachable objects of a Java process. The process collects its heap first, which pauses it. */
    public static long liveHeapBytes(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var printed = LocalMachine.output(jcmd, Long.toString(pid), "GC.class_histogram");
        var total = HEAP_TOTAL.matcher(printed);
        if (!total.find()) {
            throw new IOException("jcmd reported no heap of " + pid + ":\n" + printed);
        }
        return Long.parseLong(total.group(1));
    }

    /** Open sockets of a process, of every kind; 0 if it has ended. */
    public static int sockets(long pid) {
        int sockets = 0;
        try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (var file : files) {
                sockets += isSocket(file) ? 1 : 0;
            }
        } catch (IOException ended) {
            return sockets;
        }
        return sockets;
    }

    /** Connections that the listener of a port has accepted. */
    public static int connections(int port) throws IOException {
        var suffix = String.format(Locale.ROOT, ":%04X", port);
        Predicate<String[]> connected =
                fields -> fields[LOCAL_FIELD].endsWith(suffix) && !NO_CONNECTION.contains(fields[STATE_FIELD]);
        int connections = 0;
        for (var list : SOCKET_LISTS) {
            if (Files.exists(list)) {
                connections += (int) Files.readAllLines(list).stream()
                        .map(line -> line.strip().split("\\s+", -1))
                        .filter(connected)
                        .count();
            }
        }
        return connections;
    }

    private static long micros(Path stat) {
        try {
            var text = Files.readString(stat);
            // The name in parentheses may contain spaces; fields are counted after it.
            var fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD])) * TICK_MICROS;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException closed) {
            return false;
        }
    }
}
