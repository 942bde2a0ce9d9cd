package dev.tollgate.runtime.process;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A service could not start; the message is one line for the operator. */
public final class StartFailed extends RuntimeException {
    StartFailed(String service, Throwable cause) {
        super(service + " could not start: " + firstLine(cause), cause);
    }

    /** The bound of the start has passed. */
    static StartFailed late(String service, Duration max) {
        return new StartFailed(
                service, new TimeoutException("the parts were not ready within " + max.toSeconds() + " s"));
    }

    static String firstLine(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
    }
}
