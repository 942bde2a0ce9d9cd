package dev.tollgate.embedded;

/**
 * One server that can go away and come back: on the same port, with the same data. The methods block the calling thread
 * until the server has answered or is gone; they belong on a thread of the caller's own, never on an event loop.
 */
public interface Server {

    /** The server's name in messages, such as {@code PostgreSQL}. */
    String name();

    /** Starts the server and waits until it takes connections; does nothing where it runs. */
    void start();

    /** Ends the server in order and waits until it is gone; does nothing where it does not run. */
    void stop();

    /**
     * Ends the server without warning, as a power cut of that process would, and waits until it is gone. Kafka runs
     * inside this JVM, where nothing can be killed alone: there it is the same as {@link #stop()}.
     */
    void kill();

    /** Whether the server's process is there. */
    boolean running();
}
