package dev.tollgate.embedded;

import java.nio.file.FileSystemException;

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

    /** Names the failure and its cause in one line: the message of a file exception alone is a bare path. */
    static ServersUnavailable because(String what, Exception cause) {
        var reason = cause instanceof FileSystemException ? cause.toString() : String.valueOf(cause.getMessage());
        return new ServersUnavailable(what + ": " + reason.replace('\n', ' '), cause);
    }
}
