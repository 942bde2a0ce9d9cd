package dev.tollgate.embedded;

/** The servers could not be had. The message is one line for the person at the terminal and says what to do. */
public final class ServersUnavailable extends RuntimeException {

    /** An explained failure without a cause worth a stack trace. */
    public ServersUnavailable(String message) {
        super(message);
    }

    /** An explained failure with what lies beneath. */
    public ServersUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
