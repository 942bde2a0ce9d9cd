package dev.tollgate.loadtest.mcp;

import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.gates.GatewaySide;
import dev.tollgate.loadtest.gates.Side;
import java.io.IOException;

/** Ours, with the meter at work on the same machine. */
record MeteredSide(SplitInstallation installation) implements Side {

    private GatewaySide gateway() {
        return new GatewaySide(installation);
    }

    @Override
    public String name() {
        return "gateway_with_meter";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        installation.startMeter();
        gateway().start();
    }

    @Override
    public void stop() {
        gateway().stop();
    }

    @Override
    public int port() {
        return gateway().port();
    }

    @Override
    public long pid() {
        return gateway().pid();
    }
}
