package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.FreePort;
import dev.tollgate.loadtest.client.HttpCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** A gateway of an installation, which can be started again on its ports. */
public final class Gateway implements ServerUnderTest {

    private final Installation installation;
    private final Path program;
    private final boolean metered;
    private final int port = FreePort.orAny(0);
    private final int managementPort = FreePort.orAny(0);
    private @Nullable ChildProcess process;

    /**
     * Not started yet.
     *
     * @param program {@code bin/tollgate} of the build that runs it
     * @param metered whether the billing meter is started with it
     */
    Gateway(Installation installation, Path program, boolean metered) {
        this.installation = installation;
        this.program = program;
        this.metered = metered;
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
        var command = List.of(program.toString(), "gateway", "--port", Integer.toString(port));
        process = installation.start(command, Map.of(), managementPort);
    }

    @Override
    public void stop() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    public void kill() throws InterruptedException {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** The port of the app plane and the control plane. */
    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process == null ? 0 : process.pid();
    }

    /** The values of a metric, one for each combination of tags. */
    public DoubleStream metric(String name) {
        return HttpCall.get("/metrics")
                .send(managementPort)
                .text()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }
}
