package dev.tollgate.runtime.process;

/** A service could not start; the message is one line for the operator. */
public final class StartFailed extends RuntimeException {
    StartFailed(String service, Throwable cause) {
        super(service + " could not start: " + firstLine(cause), cause);
    }

    static String firstLine(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
    }
}
