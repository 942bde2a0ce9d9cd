package dev.tollgate.loadtest.environment;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Processor time, heap and sockets of other processes, as Linux, {@code jcmd} and JMX report them. */
public final class ProcessProbe {

    private static final long KIB = 1_024;
    private static final Pattern HEAP_TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

    /** Both families: connections of an IPv4 listener may be in the IPv6 list and the other way round. */
    private static final List<Path> SOCKET_LISTS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private static final int UTIME_AFTER_NAME = 11;
    private static final int CSTIME_AFTER_NAME = 14;

    /** USER_HZ, in which Linux tells these times, is 100 on every platform of the JDK. */
    private static final long TICK_MICROS = 10_000;

    private static final int LOCAL_FIELD = 1;
    private static final int STATE_FIELD = 3;
    /** LISTEN and TIME_WAIT. */
    private static final Set<String> NO_CONNECTION = Set.of("0A", "06");

    private ProcessProbe() {}

    /** Processor microseconds, user and system, of a process since its start; 0 if it has ended. */
    public static long cpuMicros(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(duration -> TimeUnit.NANOSECONDS.toMicros(duration.toNanos()))
                .orElse(0L);
    }

    /**
     * Processor microseconds of a process and all its descendants, also of those that have ended and that their parent
     * has waited for, as PostgreSQL does for its backends and workers.
     */
    public static long treeMicros(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToLong(process -> ownAndWaitedForMicros(process.pid()))
                .sum();
    }

    /** utime, stime, cutime and cstime of {@code /proc/PID/stat}; 0 if the process has ended. */
    private static long ownAndWaitedForMicros(long pid) {
        try {
            var stat = Files.readString(file(pid, "stat"));
            var afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Arrays.stream(afterName, UTIME_AFTER_NAME, CSTIME_AFTER_NAME + 1)
                            .mapToLong(Long::parseLong)
                            .sum()
                    * TICK_MICROS;
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    /** Bytes of a process that are in memory. */
    public static long residentBytes(long pid) {
        return KIB * field(pid, "status", "VmRSS:");
    }

    /** The most bytes of a process that were in memory since its start or the last {@link #resetPeak}. */
    public static long peakResidentBytes(long pid) {
        return KIB * field(pid, "status", "VmHWM:");
    }

    public static void resetPeak(long pid) throws IOException {
        var _ = Files.writeString(file(pid, "clear_refs"), "5");
    }

    /** A number in a file of a process; 0 if it has ended. */
    private static long field(long pid, String file, String name) {
        try (var lines = Files.lines(file(pid, file))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(
                            line.substring(name.length()).replace("kB", "").strip()))
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    private static Path file(long pid, String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    /** Bytes of all reachable objects of a Java process. The process collects its heap first, which pauses it. */
    public static long liveHeapBytes(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var printed = LocalMachine.output(List.of(jcmd, Long.toString(pid), "GC.class_histogram"), Map.of());
        var total = HEAP_TOTAL.matcher(printed);
        if (!total.find()) {
            throw new IOException("jcmd reported no heap of " + pid + ":\n" + printed);
        }
        return Long.parseLong(total.group(1));
    }

    /** Open sockets of a process, of every kind; 0 if it has ended. */
    public static int sockets(long pid) {
        try (var files = Files.list(file(pid, "fd"))) {
            return (int) files.filter(ProcessProbe::isSocket).count();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    /** Connections that the listener of a port has accepted. */
    public static int connections(int port) {
        var suffix = String.format(Locale.ROOT, ":%04X", port);
        Predicate<String[]> connected =
                fields -> fields[LOCAL_FIELD].endsWith(suffix) && !NO_CONNECTION.contains(fields[STATE_FIELD]);
        return (int) SOCKET_LISTS.stream()
                .flatMap(ProcessProbe::lines)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(connected)
                .count();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException noSuchFamily) {
            return Stream.empty();
        }
    }

    /** Microseconds for which the JIT compiler of a Java process has worked. */
    public static long compilerMicros(long pid) throws IOException {
        return TimeUnit.MILLISECONDS.toMicros(
                jmxSum(pid, ManagementFactory.COMPILATION_MXBEAN_NAME, "TotalCompilationTime"));
    }

    /** Bytes that all threads of a Java process have allocated since its start. */
    public static long allocatedBytes(long pid) throws IOException {
        return jmxSum(pid, ManagementFactory.THREAD_MXBEAN_NAME, "TotalThreadAllocatedBytes");
    }

    /**
     * The sum of an attribute over all beans of a pattern in a Java process; 0 without beans.
     *
     * @throws IOException if the process has ended or allows no attaching
     */
    @SuppressWarnings("BanJNDI") // the agent of a process that this run has started
    public static long jmxSum(long pid, String pattern, String attribute) throws IOException {
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(agentUrl(pid)))) {
            var beans = connector.getMBeanServerConnection();
            long sum = 0;
            for (var name : beans.queryNames(new ObjectName(pattern), null)) {
                sum += ((Number) beans.getAttribute(name, attribute)).longValue();
            }
            return sum;
        } catch (JMException e) {
            throw new IOException("no " + attribute + " of " + pattern + " in process " + pid, e);
        }
    }

    private static String agentUrl(long pid) throws IOException {
        try {
            var machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("process " + pid + " allows no attaching", e);
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
