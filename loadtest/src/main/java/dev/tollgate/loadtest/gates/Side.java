package dev.tollgate.loadtest.gates;

import java.io.IOException;

/** Something that answers calls in a process of its own and can be started anew. */
public interface Side {

    String name();

    void start() throws IOException, InterruptedException;

    void stop();

    int port();

    /** The process; 0 where it does not run. */
    long pid();
}
