package dev.tollgate.loadtest.server;

import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of an installation.
 *
 * @param metered whether the billing meter is started with it
 * @param program {@code bin/tollgate} of the build that runs it; null for the build of the bench
 */
public record GatewayServer(
        SplitInstallation installation,
        boolean metered,
        @Nullable Path program) implements ServerUnderTest {

    public GatewayServer(SplitInstallation installation, boolean metered) {
        this(installation, metered, null);
    }

    @Override
    public String name() {
        return metered ? "gateway_with_meter" : "gateway";
    }

    @Override
    public void start() throws IOException, InterruptedException {
        if (metered) {
            installation.startMeter();
        }
        if (program == null) {
            installation.startGateway();
        } else {
            installation.startGateway(program);
        }
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
