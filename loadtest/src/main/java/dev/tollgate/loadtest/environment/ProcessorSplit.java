package dev.tollgate.loadtest.environment;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first half of the processors for one process, which is measured, and the others for this one, which makes the
 * load, and for all that it has started, so that nothing takes from what is measured. Done by {@code taskset} of
 * util-linux. Threads and processes that those start later keep to the same processors.
 *
 * @param measured processors of the process that is measured, as {@code taskset} writes them; it was started with as
 *     many event loops as there are processors in all
 * @param others those of all others
 * @param preferred whether this process has priority over those that it shares processors with
 */
public record ProcessorSplit(String measured, String others, boolean preferred) {

    /** A thread may end between the list of them and its binding. */
    private static final int TRIES = 3;

    private static final String HIGH_PRIORITY = "-15";

    /** Splits the processors; empty where there is one of them, or no {@code taskset}. */
    public static Optional<ProcessorSplit> apply(long measuredPid) throws IOException, InterruptedException {
        var taskset = LocalMachine.program("taskset");
        if (taskset.isEmpty()) {
            return Optional.empty();
        }
        var program = taskset.get().toString();
        var processors = allowed(program, ProcessHandle.current().pid());
        if (processors.size() < 2) {
            return Optional.empty();
        }
        var measured = String.join(",", firstHalf(processors));
        var others = String.join(",", secondHalf(processors));
        for (var process : ProcessHandle.current().descendants().toList()) {
            bind(program, process.pid() == measuredPid ? measured : others, process);
        }
        bind(program, others, ProcessHandle.current());
        require(
                allowed(program, measuredPid).equals(firstHalf(processors)),
                "the measured process has the processors " + measured + " for itself");
        return Optional.of(new ProcessorSplit(measured, others, prefer()));
    }

    /**
     * Gives the threads of this process priority over those that share its processors, or their work would be a part of
     * every latency that it measures.
     *
     * @return false where there is no {@code renice}, or this user may not
     */
    private static boolean prefer() throws IOException, InterruptedException {
        var renice = LocalMachine.program("renice");
        for (int tries = 1; renice.isPresent() && tries <= TRIES; tries++) {
            var command = new ArrayList<>(List.of(renice.get().toString(), "-n", HIGH_PRIORITY, "-p"));
            command.addAll(threads());
            try {
                var _ = LocalMachine.output(command, Map.of());
                return true;
            } catch (BrokenPromise refused) {
                // Or a thread has ended meanwhile.
            }
        }
        return false;
    }

    private static List<String> threads() throws IOException {
        try (var threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(thread -> thread.getFileName().toString()).toList();
        }
    }

    /** The processors that a process may use. */
    private static List<String> allowed(String program, long pid) throws IOException, InterruptedException {
        return listed(LocalMachine.output(List.of(program, "-c", "-p", Long.toString(pid)), Map.of()));
    }

    static List<String> firstHalf(List<String> processors) {
        return processors.subList(0, processors.size() / 2);
    }

    static List<String> secondHalf(List<String> processors) {
        return processors.subList(processors.size() / 2, processors.size());
    }

    /** What {@code taskset} prints of one process, whose last word is a list such as 0-2,5. */
    static List<String> listed(String printed) {
        List<String> processors = new ArrayList<>();
        for (var range : printed.substring(printed.lastIndexOf(' ') + 1).split(",", -1)) {
            var bounds = range.split("-", -1);
            for (int processor = Integer.parseInt(bounds[0]);
                    processor <= Integer.parseInt(bounds[bounds.length - 1]);
                    processor++) {
                processors.add(Integer.toString(processor));
            }
        }
        return processors;
    }

    /** Binds all threads of a process, unless it has ended. */
    private static void bind(String program, String processors, ProcessHandle process)
            throws IOException, InterruptedException {
        var command = List.of(program, "-a", "-c", "-p", processors, Long.toString(process.pid()));
        for (int tries = 1; process.isAlive(); tries++) {
            try {
                var _ = LocalMachine.output(command, Map.of());
                return;
            } catch (BrokenPromise refused) {
                if (tries == TRIES && process.isAlive()) {
                    throw refused;
                }
            }
        }
    }

    public void write(ObjectNode figures) {
        figures.put("measured", measured).put("others", others).put("load_preferred", preferred);
    }
}
