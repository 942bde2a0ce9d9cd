package dev.tollgate.billing.simulation;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs seeds of one mode until one fails: gives its message, or null. Made anew in the classes of a mutation. */
public final class SimulatedSeeds implements Supplier<String> {

    private final String library;
    private final int mode;
    private final int seeds;

    /**
     * Seeds of one mode.
     *
     * @param library the functions of Redis
     * @param mode of {@link SimulatedFaults.Mode}
     */
    public SimulatedSeeds(String library, int mode, int seeds) {
        this.library = library;
        this.mode = mode;
        this.seeds = seeds;
    }

    @Override
    public String get() {
        try (var world = new SimulatedWorld(library)) {
            return IntStream.range(0, seeds)
                    .mapToObj(number -> failure(world, mode + number * SimulatedFaults.Mode.COUNT))
                    .filter(message -> !message.isEmpty())
                    .findFirst()
                    .orElse(null);
        }
    }

    private static String failure(SimulatedWorld world, int seed) {
        try {
            new SimulatedRun(world, seed).run();
            return "";
        } catch (AssertionError | RuntimeException found) {
            return "seed " + seed + ": " + found.getMessage();
        }
    }
}
