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

    /** Whether {@link #progress} reaches anybody; where not, nothing need be done for its sake. */
    boolean wantsProgress();

    /** So much of the whole is done. */
    void progress(long done, long total);

    /** Whether the caller is gone: an effect that has not begun must not begin. Stays true. */
    boolean gone();
}
