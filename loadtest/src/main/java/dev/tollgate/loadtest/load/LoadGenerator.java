package dev.tollgate.loadtest.load;

import dev.tollgate.loadtest.environment.LocalMachine;
import java.io.IOException;
import java.nio.file.Path;

/** A closed loop: each connection sends its next call when the last one is answered. */
public interface LoadGenerator extends AutoCloseable {

    /** Loads the target for so long. */
    LoadWindow run(LoadTarget target, int connections, int seconds) throws IOException, InterruptedException;

    /** The name for the report. */
    String name();

    @Override
    default void close() {}

    /**
     * {@code wrk} if it is installed, else the Vert.x load generator.
     *
     * @param folder for scripts
     */
    static LoadGenerator strongest(Path folder) {
        return LocalMachine.program("wrk")
                .<LoadGenerator>map(wrk -> new WrkLoadGenerator(wrk, folder))
                .orElseGet(() -> {
                    System.out.println("wrk is not installed (apt-get install wrk): the Vert.x load generator replaces"
                            + " it and uses more of the processors that are measured");
                    return new VertxLoadGenerator();
                });
    }
}
