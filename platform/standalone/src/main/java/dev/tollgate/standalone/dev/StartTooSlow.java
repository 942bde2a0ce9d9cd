package dev.tollgate.standalone.dev;

import java.nio.file.Path;
import java.time.Duration;

/** The machine was too slow for a start; the message is one line for the person at the terminal. */
public final class StartTooSlow extends RuntimeException {

    StartTooSlow(Duration max, String machine, Throwable last, Path log) {
        super(
                "not started within " + max.toSeconds() + " s: this machine is too slow or too busy (" + machine
                        + "). Last: " + last.getMessage() + ". The log is " + log,
                last);
    }
}
