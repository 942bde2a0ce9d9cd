package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The process of the billing meter of an installation. */
final class MeterProcess {

    private final Installation installation;
    private final Path program;
    private @Nullable ChildProcess process;

    /** Not started yet. */
    MeterProcess(Installation installation, Path program) {
        this.installation = installation;
        this.program = program;
    }

    /**
     * Starts it, if it does not run, and waits until it is ready.
     *
     * @param priority the command that sets it; empty for that of all others
     */
    void start(List<String> priority, Map<String, String> own) throws IOException, InterruptedException {
        if (process == null || !process.running()) {
            var command = new ArrayList<>(priority);
            command.addAll(List.of(program.toString(), "billing-meter"));
            process = installation.start(command, own).process();
        }
    }

    /** Ends it at once, if it runs. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** Drains and ends it, if it runs. */
    void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** 0 if it does not run. */
    long pid() {
        return process == null ? 0 : process.pid();
    }
}
