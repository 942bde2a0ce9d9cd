package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last processor for this process, which makes the load, and the others for the processes that it has started, so
 * that the load takes nothing from what it measures. Done by {@code taskset} of util-linux. Threads and processes that
 * those start later keep to the same processors; a process that this one starts later has the last.
 *
 * @param load processors of this process, as {@code taskset} writes them
 * @param measured those of the others, which were started with as many event loops as there are processors in all
 */
public record ProcessorSplit(String load, String measured) {

    /** A thread may end between the list of them and its binding. */
    private static final int TRIES = 3;

    /** Splits the processors; empty where there is one of them, or no {@code taskset}. */
    public static Optional<ProcessorSplit> apply() throws IOException, InterruptedException {
        var taskset = LocalMachine.program("taskset");
        if (taskset.isEmpty()) {
            return Optional.empty();
        }
        var program = taskset.get().toString();
        var processors = allowed(program);
        if (processors.size() < 2) {
            return Optional.empty();
        }
        var split = new ProcessorSplit(
                processors.getLast(), String.join(",", processors.subList(0, processors.size() - 1)));
        for (var process : ProcessHandle.current().descendants().toList()) {
            bind(program, split.measured, process);
        }
        bind(program, split.load, ProcessHandle.current());
        return Optional.of(split);
    }

    /** The processors that this process may use. */
    private static List<String> allowed(String program) throws IOException, InterruptedException {
        var pid = Long.toString(ProcessHandle.current().pid());
        var printed = LocalMachine.output(List.of(program, "-c", "-p", pid), Map.of());
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
        figures.put("load", load).put("measured", measured);
    }
}
