package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;

/** Ours. */
public record GatewaySide(SplitInstallation installation) implements Side {

    static final String NAME = "gateway";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        installation.startGateway();
    }

    @Override
    public void stop() {
        installation.stopGateway();
    }

    @Override
    public int port() {
        return installation.port();
    }

    @Override
    public long pid() {
        return installation.gatewayPid();
    }
}
