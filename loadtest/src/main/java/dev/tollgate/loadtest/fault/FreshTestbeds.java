package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.Progress.say;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One testbed after another, each in a folder of its own: what a broken case has left does not reach the next one. */
final class FreshTestbeds implements AutoCloseable {

    /** On a busy machine a process may be late once. */
    private static final int TRIES_MAX = 2;

    private final Path program;
    private final Path folder;
    private FaultTestbed current;
    private int made;

    /** Starts the first one in a folder of this one. */
    FreshTestbeds(Path program, Path folder) throws IOException, InterruptedException {
        this.program = program;
        this.folder = folder;
        this.current = next();
    }

    FaultTestbed current() {
        return current;
    }

    /** Ends the present one and starts another. */
    void replace() throws IOException, InterruptedException {
        current.close();
        current = next();
    }

    private FaultTestbed next() throws IOException, InterruptedException {
        for (int tries = 1; ; tries++) {
            made++;
            var testbed = new FaultTestbed(program, Files.createDirectories(folder.resolve("testbed-" + made)));
            try {
                return testbed.started();
            } catch (IOException late) {
                testbed.close();
                if (tries == TRIES_MAX) {
                    throw late;
                }
                say("a process was not ready in time, once more: "
                        + String.valueOf(late.getMessage()).lines().findFirst().orElse(""));
            } catch (InterruptedException | RuntimeException broken) {
                testbed.close();
                throw broken;
            }
        }
    }

    @Override
    public void close() {
        current.close();
    }
}
