package dev.tollgate.loadtest.report;

/** A promise of the product that did not hold. It ends the run, and no result is kept. */
public final class BrokenPromise extends RuntimeException {

    public BrokenPromise(String promise) {
        super(promise);
    }

    /** Ends the run unless the promise held. */
    public static void require(boolean held, String promise) {
        if (!held) {
            throw new BrokenPromise(promise);
        }
    }
}
