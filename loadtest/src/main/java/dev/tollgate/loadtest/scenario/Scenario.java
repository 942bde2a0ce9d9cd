package dev.tollgate.loadtest.scenario;

import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.Report;

/** One run against an installation. Throws {@link Broken} when a promise did not hold. */
public interface Scenario {

    /** The word after {@code bin/tollgate bench}; also the name of the result file. */
    String name();

    /** How many gateway processes it needs beside the first. */
    int moreGateways();

    void run(Installation installation, Report report) throws Exception;

    /** A promise of the product that did not hold. */
    final class Broken extends RuntimeException {
        public Broken(String promise) {
            super(promise);
        }
    }

    /** Fails the run unless the promise held. */
    static void require(boolean held, String promise) {
        if (!held) {
            throw new Broken(promise);
        }
    }
}
