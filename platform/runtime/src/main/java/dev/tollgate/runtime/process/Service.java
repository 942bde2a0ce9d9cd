package dev.tollgate.runtime.process;

import io.vertx.core.Future;

/**
 * Something that runs for as long as the process does. Each step is called once, in this order, off any event loop; a
 * service that fails to start is stopped all the same.
 */
public interface Service {
    /** Name for logs and messages. */
    String name();

    /** Completes when it is ready for work; failing ends the process. */
    Future<Void> start();

    /** The process will end soon: work is still accepted, but clients should be sent elsewhere. */
    default void leaving() {}

    /** Takes no new work; completes when what it had is done. */
    default Future<Void> drain() {
        return Future.succeededFuture();
    }

    /** Lets go of everything. */
    Future<Void> stop();
}
