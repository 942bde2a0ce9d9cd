package dev.tollgate.standalone.dev;

/** The demo tenant could not be made or proven; the message is one line for the person at the terminal. */
public final class DemoNotPrepared extends RuntimeException {

    DemoNotPrepared(String message) {
        super(message);
    }

    DemoNotPrepared(String message, Throwable cause) {
        super(message, cause);
    }
}
