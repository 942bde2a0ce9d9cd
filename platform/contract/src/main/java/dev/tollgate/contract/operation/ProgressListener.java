package dev.tollgate.contract.operation;

/** Listener of a running call: progress and cancellation. To be used on the call's event loop. */
public interface ProgressListener {

    /** Waits for the answer only, however long it takes. */
    ProgressListener NOBODY = new ProgressListener() {
        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(long done, long total) {
            // Nobody asked.
        }

        @Override
        public boolean gone() {
            return false;
        }
    };

    /** Whether {@link #progress} has a receiver; if not, callers need not compute it. */
    boolean wantsProgress();

    /** Reports progress: {@code done} of {@code total}. */
    void progress(long done, long total);

    /** Reports that a create found an existing record, which is its answer. */
    default void existed() {}

    /** A transaction begins that may make the call's usage event durable, once it is told {@link #committing}. */
    default void writing() {}

    /** What may make it durable is sent now: it is not withdrawn any more. */
    default void committing() {}

    /** One of them is proven to have changed nothing. */
    default void wroteNothing() {}

    /** Tells how long the call has used its event loop for what may take long, besides reading its input. */
    default void worked(long nanos) {}

    /** Whether the caller is gone: an effect that has not begun must not begin. Stays true. */
    boolean gone();
}
