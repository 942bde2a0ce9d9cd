package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Runs parts on one installation, one after the other; a broken promise ends its part only. */
final class FaultRun {

    private final FaultTestbed testbed;
    private final long seed;

    /** @param seed chooses the moments of all faults */
    FaultRun(FaultTestbed testbed, long seed) {
        this.testbed = testbed;
        this.seed = seed;
    }

    /** Runs a part; returns whether its promises held. The figures say which one did not. */
    boolean run(FaultPart part, ObjectNode figures) throws IOException, InterruptedException {
        long seedOfPart = seed + part.name().hashCode();
        figures.put("seed", seedOfPart);
        long began = System.nanoTime();
        try {
            part.run(testbed, new Random(seedOfPart), figures);
            say(part.name() + " held, seed " + seedOfPart);
            return true;
        } catch (BrokenPromise | IOException | CompletionException | IllegalStateException broken) {
            figures.put("broken", String.valueOf(broken.getMessage()));
            say(part.name() + " BROKEN, seed " + seedOfPart + ": " + broken.getMessage());
            return false;
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception unexpected) {
            throw new IllegalStateException(part.name() + ", seed " + seedOfPart, unexpected);
        } finally {
            figures.put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
            restore();
        }
    }

    /** Once more where a process did not start: the next part needs all of them. */
    private void restore() throws IOException, InterruptedException {
        try {
            testbed.restore();
        } catch (IOException late) {
            say("restored again: "
                    + String.valueOf(late.getMessage()).lines().findFirst().orElse(""));
            testbed.restore();
        }
    }
}
