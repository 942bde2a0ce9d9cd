package dev.tollgate.loadtest.load;

/**
 * What a client saw in one window of load.
 *
 * @param successes answers below 400
 * @param errors other answers, and connections that broke
 * @param cutMax calls of which the client does not know whether they happened
 * @param seconds how long it took
 */
public record Window(long successes, long errors, long cutMax, double seconds, double p50Ms, double p99Ms) {

    public double perSecond() {
        return successes / seconds;
    }
}
