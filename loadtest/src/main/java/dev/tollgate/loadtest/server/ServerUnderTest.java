package dev.tollgate.loadtest.server;

import java.io.IOException;

/** A server in a process of its own that can be started again. */
public interface ServerUnderTest {

    String name();

    void start() throws IOException, InterruptedException;

    void stop();

    int port();

    /** The process; 0 if it does not run. */
    long pid();
}
