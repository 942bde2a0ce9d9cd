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

    boolean full(EndpointQueue queue) {
        return queue.slow ? slow >= slowMax : quick >= quickMax;
    }

    void started(EndpointQueue queue) {
        count(queue, 1);
    }

    void ended(EndpointQueue queue) {
        count(queue, -1);
    }

    /** Moves a queue, with its attempts in flight, to the slow or back to the fast endpoints. */
    void move(EndpointQueue queue, boolean toSlow) {
        count(queue, -queue.inFlight());
        queue.slow = toSlow;
        count(queue, queue.inFlight());
    }

    int underWay() {
        return quick + slow;
    }

    private void count(EndpointQueue queue, int more) {
        if (queue.slow) {
            slow += more;
        } else {
            quick += more;
        }
    }
}
