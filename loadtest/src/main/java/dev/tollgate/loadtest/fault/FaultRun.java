package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Runs parts on one installation, one after the other; whatever breaks in a part ends that part only. */
final class FaultRun {

    /** Of a reason, which may quote the log of a process. */
    private static final int REASON_MAX = 2_000;

    private final FaultTestbed testbed;
    private final long seed;

    /** @param seed chooses the moments of all faults */
    FaultRun(FaultTestbed testbed, long seed) {
        this.testbed = testbed;
        this.seed = seed;
    }

    /** What is done in a part. */
    @FunctionalInterface
    interface Step {
        void run(ObjectNode figures) throws Exception;
    }

    /**
     * Runs a part and restores the installation; returns whether its promises held.
     *
     * @param result gets its figures, and says which promise did not hold
     */
    boolean run(FaultPart part, ObjectNode result) throws InterruptedException {
        result.put("seed", seed);
        long seedOfPart = seed + part.name().hashCode();
        boolean held =
                attempt(figures -> part.run(testbed, new Random(seedOfPart), figures), _ -> testbed.restore(), result);
        say(
                held
                        ? part.name() + " held"
                        : part.name() + " BROKEN: " + result.path("broken").asText());
        return held;
    }

    /**
     * Runs a part and then its end, and records both.
     *
     * @param end what must succeed for the part to have held, since it starts again what the part has ended
     */
    static boolean attempt(Step part, Step end, ObjectNode result) throws InterruptedException {
        result.put("held", false).put("load_average_before", loadAverage());
        long began = System.nanoTime();
        var figures = result.putObject("figures");
        String broken = failure(part, figures);
        String late = failure(end, figures);
        result.put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                .put("load_average_after", loadAverage())
                .put("held", broken.isEmpty() && late.isEmpty());
        if (!broken.isEmpty() || !late.isEmpty()) {
            result.put("broken", broken.isEmpty() ? "not everything runs again: " + late : broken);
        }
        return result.path("held").asBoolean();
    }

    /** Why a step failed; empty if it did not. */
    private static String failure(Step step, ObjectNode figures) throws InterruptedException {
        try {
            step.run(figures);
            return "";
        } catch (InterruptedException stop) {
            throw stop;
        } catch (BrokenPromise broken) {
            return shortened(String.valueOf(broken.getMessage()));
        } catch (Exception unexpected) {
            return shortened(unexpected.toString());
        }
    }

    private static String shortened(String reason) {
        return reason.substring(0, Math.min(reason.length(), REASON_MAX));
    }

    /** Runnable processes of the machine, on average of the last minute. */
    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
