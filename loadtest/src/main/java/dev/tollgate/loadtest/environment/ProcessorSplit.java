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
 * util-linux. The measured process is started on its processors, so that its event loops and the threads of its garbage
 * collector are as many as these. Threads and processes that others start later keep to their processors.
 *
 * @param program {@code taskset}
 * @param measured processors of the process that is measured
 * @param others those of all others
 */
public record ProcessorSplit(Path program, List<String> measured, List<String> others) {

    /** A thread may end between the list of them and its binding. */
    private static final int TRIES = 3;

    private static final String HIGH_PRIORITY = "-15";

    public ProcessorSplit {
        measured = List.copyOf(measured);
        others = List.copyOf(others);
    }

    /**
     * Binds this process and what it has started to the second half of the processors; empty where there is one of
     * them, or no {@code taskset}.
     */
    public static Optional<ProcessorSplit> apply() throws IOException, InterruptedException {
        var taskset = LocalMachine.program("taskset");
        if (taskset.isEmpty()) {
            return Optional.empty();
        }
        var processors = allowed(taskset.get(), ProcessHandle.current().pid());
        if (processors.size() < 2) {
            return Optional.empty();
        }
        var split = new ProcessorSplit(taskset.get(), firstHalf(processors), secondHalf(processors));
        split.bind(ProcessHandle.current());
        split.bindDescendants();
        // And those that a process started before it was bound.
        split.bindDescendants();
        return Optional.of(split);
    }

    private void bindDescendants() throws IOException, InterruptedException {
        for (var process : ProcessHandle.current().descendants().toList()) {
            bind(process);
        }
    }

    /** The command that starts the measured process: its own command follows. */
    public List<String> measuredCommand() {
        return List.of(program.toString(), "-c", String.join(",", measured));
    }

    /**
     * Gives this process priority over those that it shares processors with, once all are started, and writes who has
     * which processors.
     */
    public void write(long measuredPid, ObjectNode figures) throws IOException, InterruptedException {
        require(
                allowed(program, measuredPid).equals(measured),
                "the measured process has the processors " + measured + " for itself");
        for (var process : ProcessHandle.current().descendants().toList()) {
            require(
                    process.pid() == measuredPid || !process.isAlive() || isAmongOthers(process),
                    "process " + process.pid() + " keeps to the processors " + others);
        }
        figures.put("measured", String.join(",", measured))
                .put("others", String.join(",", others))
                .put("load_preferred", prefer());
    }

    private boolean isAmongOthers(ProcessHandle process) throws IOException, InterruptedException {
        try {
            return allowed(program, process.pid()).equals(others);
        } catch (BrokenPromise refused) {
            // It may have ended meanwhile.
            return !process.isAlive();
        }
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
    private static List<String> allowed(Path program, long pid) throws IOException, InterruptedException {
        return listed(LocalMachine.output(List.of(program.toString(), "-c", "-p", Long.toString(pid)), Map.of()));
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

    /** Binds all threads of a process to the processors of others, unless it has ended. */
    private void bind(ProcessHandle process) throws IOException, InterruptedException {
        var command =
                List.of(program.toString(), "-a", "-c", "-p", String.join(",", others), Long.toString(process.pid()));
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
}
