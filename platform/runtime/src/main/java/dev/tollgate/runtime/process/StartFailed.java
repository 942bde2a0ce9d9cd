package dev.tollgate.runtime.process;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A service could not start; the message is one line for the operator. */
public final class StartFailed extends RuntimeException {
    StartFailed(String service, Throwable cause) {
        super(service + " could not start: " + firstLine(cause), cause);
    }

    /** The same, in words where only the bound of the start has passed. */
    static StartFailed of(String service, Throwable cause, Duration max) {
        return cause instanceof TimeoutException
                ? new StartFailed(service, new TimeoutException("the start was not done within " + max.toSeconds() + " s"))
                : new StartFailed(service, cause);
    }

    static String firstLine(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
    }
}
