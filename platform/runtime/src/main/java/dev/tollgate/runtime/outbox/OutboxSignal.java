package dev.tollgate.runtime.outbox;

/**
 * Says that a commit has put messages into the outbox. From any thread; cheap; may be lost, for the relay polls too.
 */
@FunctionalInterface
public interface OutboxSignal {
    void wrote(int slice);
}
