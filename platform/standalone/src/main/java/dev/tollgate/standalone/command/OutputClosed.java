package dev.tollgate.standalone.command;

/** Nobody reads what a command prints any more, as after {@code | head}: it has nothing more to do. */
public final class OutputClosed extends RuntimeException {

    OutputClosed() {
        super("the output was closed", null, false, false);
    }
}
