package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last processor for this process, which makes the load, and the others for the processes that it has started, so
 * that the load takes nothing from what it measures. Done by {@code taskset} of util-linux; what these processes start
 * later keeps to the same processors.
 *
 * @param load processors of this process, as {@code taskset} writes them
 * @param measured those of the others
 */
public record ProcessorSplit(String load, String measured) {

    /** Splits the processors; empty on a machine with one of them or without {@code taskset}. */
    public static Optional<ProcessorSplit> apply() throws IOException, InterruptedException {
        int last = Runtime.getRuntime().availableProcessors() - 1;
        var taskset = LocalMachine.program("taskset");
        if (last == 0 || taskset.isEmpty()) {
            return Optional.empty();
        }
        var split = new ProcessorSplit(Integer.toString(last), last == 1 ? "0" : "0-" + (last - 1));
        var program = taskset.get().toString();
        for (var process : ProcessHandle.current().descendants().toList()) {
            bind(program, split.measured, process);
        }
        bind(program, split.load, ProcessHandle.current());
        return Optional.of(split);
    }

    /** Binds all threads of a process, unless it has ended. */
    private static void bind(String program, String processors, ProcessHandle process)
            throws IOException, InterruptedException {
        var command = List.of(program, "-a", "-c", "-p", processors, Long.toString(process.pid()));
        try {
            var _ = LocalMachine.output(command, Map.of());
        } catch (BrokenPromise refused) {
            if (process.isAlive()) {
                throw refused;
            }
        }
    }

    public void write(ObjectNode figures) {
        figures.put("load", load).put("measured", measured);
    }
}
