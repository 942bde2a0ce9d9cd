package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.load.Window;
import java.util.HashMap;
import java.util.Map;

/** What the client counted for itself per leg, warm-up included. */
final class ClientCount {

    /**
     * Calls of one leg.
     *
     * @param cutMax calls under way when the client left, and those answered with an error: they may be charged
     */
    record Calls(long successes, long errors, long cutMax) {

        private static final Calls NONE = new Calls(0, 0, 0);

        private Calls and(Window window) {
            return new Calls(successes + window.successes(), errors + window.errors(), cutMax + window.cutMax());
        }
    }

    private final Map<String, Calls> byLeg = new HashMap<>();

    void add(Leg leg, Window window) {
        byLeg.put(leg.name(), of(leg).and(window));
    }

    /** One call outside every window. */
    void sampled(Leg leg) {
        byLeg.put(leg.name(), of(leg).and(new Window(1, 0, 0, 1, 0, 0)));
    }

    Calls of(Leg leg) {
        return byLeg.getOrDefault(leg.name(), Calls.NONE);
    }
}
