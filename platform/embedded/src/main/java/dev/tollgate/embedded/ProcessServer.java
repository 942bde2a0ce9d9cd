package dev.tollgate.embedded;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A server that is a process of its own, guarded: started once, stopped or killed, and started again. */
abstract sealed class ProcessServer implements Server permits EmbeddedPostgres, EmbeddedRedis {
    final int port;
    private final String name;
    private @Nullable GuardedProcess process;

    ProcessServer(String name, int port) {
        this.name = name;
        this.port = FreePort.orAny(port);
    }

    /** Prepares its folder where that is needed, and starts it; it takes connections when this returns. */
    abstract GuardedProcess launch() throws IOException;

    /** Set-up that needs the running server. */
    void complete() throws SQLException {}

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final synchronized void start() {
        if (running()) {
            return;
        }
        try {
            process = launch();
            complete();
        } catch (IOException | SQLException e) {
            throw ServersUnavailable.because(name + " did not start on port " + port, e);
        }
    }

    @Override
    public final synchronized void stop() {
        if (process != null) {
            process.stop();
            process = null;
        }
    }

    @Override
    public final synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    @Override
    public final synchronized boolean running() {
        return process != null && process.alive();
    }
}
