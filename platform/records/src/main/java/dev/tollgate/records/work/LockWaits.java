package dev.tollgate.records.work;

/**
 * Bounds the transactions of an event loop that wait for locks for longer than others: each keeps a connection for as
 * long. Operators may have half of the connections waiting, and people a quarter, so that an operator's wait is never
 * refused because of theirs. Not safe from two threads.
 */
final class LockWaits {

    private static final int OPERATORS_PART = 2;
    private static final int PEOPLE_PART = 4;

    private final int connections;
    private int waiting;

    LockWaits(int connections) {
        this.connections = connections;
    }

    /** Whether one more may wait, which {@link #end} ends. */
    boolean begin(boolean operator) {
        if (waiting >= Math.max(1, connections / (operator ? OPERATORS_PART : PEOPLE_PART))) {
            return false;
        }
        waiting++;
        return true;
    }

    void end() {
        waiting--;
    }
}
