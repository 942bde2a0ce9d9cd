package dev.tollgate.webhooks.schedule;

/** Shares of concurrent attempts: fast endpoints may use all, slow ones together a quarter. Used on one event loop. */
final class ConcurrencyShares {

    private static final int SLOW_SHARE = 4;

    private final int quickMax;
    private final int slowMax;
    private int quick;
    private int slow;

    ConcurrencyShares(int concurrency) {
        this.quickMax = concurrency;
        this.slowMax = Math.max(1, concurrency / SLOW_SHARE);
    }

    boolean full(EndpointQueue line) {
        return line.slow ? slow >= slowMax : quick >= quickMax;
    }

    void started(EndpointQueue line) {
        count(line, 1);
    }

    void ended(EndpointQueue line) {
        count(line, -1);
    }

    /** Moves a queue, with its attempts in flight, to the slow or back to the fast endpoints. */
    void move(EndpointQueue line, boolean toSlow) {
        count(line, -line.inFlight());
        line.slow = toSlow;
        count(line, line.inFlight());
    }

    int underWay() {
        return quick + slow;
    }

    private void count(EndpointQueue line, int more) {
        if (line.slow) {
            slow += more;
        } else {
            quick += more;
        }
    }
}
