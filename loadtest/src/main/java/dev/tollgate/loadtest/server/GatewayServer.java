package dev.tollgate.loadtest.server;

import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;

/**
 * The gateway of an installation.
 *
 * @param metered whether the billing meter is started with it
 */
public record GatewayServer(SplitInstallation installation, boolean metered) implements ServerUnderTest {

    @Override
    public String name() {
        return metered ? "gateway_with_meter" : "gateway";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        if (metered) {
            installation.startMeter();
        }
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
