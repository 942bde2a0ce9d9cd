package dev.tollgate.loadtest.environment;

import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.HttpCall;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A gateway of an installation; its port has the app plane and the control plane. */
public final class Gateway extends ServerUnderTest {

    private static final String CALLS = "tollgate_calls_seconds_count";

    private final Installation installation;
    private final Path program;
    private final Map<String, String> environment;
    private final boolean metered;
    /** Another one after each start; 0 before the first. */
    private int managementPort;

    private List<String> starter = List.of();

    /**
     * Not started yet.
     *
     * @param program {@code bin/tollgate} of the build that runs it
     * @param environment settings of its own, as environment variables
     * @param metered whether the billing meter is started with it
     */
    Gateway(Installation installation, Path program, Map<String, String> environment, boolean metered) {
        super(metered ? "gateway_with_meter" : "gateway");
        this.installation = installation;
        this.program = program;
        this.environment = Map.copyOf(environment);
        this.metered = metered;
    }

    /** Its later starts are done by this command, such as {@code taskset}, which its own follows. */
    public void startBy(List<String> command) {
        starter = List.copyOf(command);
    }

    @Override
    ChildProcess launched() throws IOException, InterruptedException {
        if (metered) {
            installation.startMeter();
        }
        var command = new ArrayList<>(starter);
        command.addAll(List.of(program.toString(), "gateway", "--port", Integer.toString(port())));
        var started = installation.start(command, environment);
        managementPort = started.managementPort();
        return started.process();
    }

    @Override
    public long failedCalls() {
        return Math.round(metric(CALLS).sum() - metric(CALLS, "outcome=\"ok\"").sum());
    }

    /** The answer of the health endpoint. */
    public CallResponse health() {
        return HttpCall.get("/health/ready").send(managementPort);
    }

    /** The values of a metric, one for each combination of tags. */
    public DoubleStream metric(String name) {
        return metric(name, "");
    }

    /** The same of the combinations that have this text, such as {@code outcome="ok"}. */
    public DoubleStream metric(String name, String tag) {
        return HttpCall.get("/metrics")
                .send(managementPort)
                .text()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(tag))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }
}
