package dev.tollgate.loadtest.load;

import java.io.IOException;

/** A load did not end in time or broke off: the run has no figure, and nothing is said about the product. */
public final class LoadFailed extends IOException {

    public LoadFailed(String message) {
        super(message);
    }

    public LoadFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, with what was measured. */
    public LoadFailed during(String what) {
        return new LoadFailed(what + ": " + getMessage(), this);
    }
}
