package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.check.Await;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An installation on loopback with a process for each part: the servers, the billing meter, and a gateway that may be
 * started again. It ends with this object.
 */
public final class SplitInstallation implements AutoCloseable {

    private static final String OPERATOR = "bench";
    private static final Duration IDLE_INTERVAL = Duration.ofMillis(400);
    /** A tenth of one processor in that interval. */
    private static final long IDLE_MICROS = 40_000;

    /** The meter works on calls that were answered already: it takes the processors that the gates leave. */
    private static final List<String> LOWEST_PRIORITY = List.of("nice", "-n", "19");

    private final Launcher launcher;
    private final BackingServers servers;
    private final int port = LocalMachine.freePort();
    private final int managementPort = LocalMachine.freePort();
    private final String operatorToken;
    private @Nullable ChildProcess meter;
    private @Nullable ChildProcess gateway;
    private int starts;

    /**
     * Starts servers and meter; {@link #startGateway()} follows.
     *
     * @param environment further settings of every part
     */
    public SplitInstallation(Path program, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        this.launcher = new Launcher(program, folder, environment);
        this.servers = new BackingServers(folder);
        var words = List.of(launcher.run("operator-token", OPERATOR).split("\\s+", -1));
        this.operatorToken = words.stream()
                .filter(word -> word.startsWith("tga_"))
                .findFirst()
                .orElseThrow();
        Files.writeString(Path.of(settings()), settings(words.get(words.indexOf("token-hash:") + 1)));
        startMeter();
    }

    /** Starts a further part and waits until it is ready; the caller ends it. */
    public ChildProcess startPart(String name, Map<String, String> own) throws IOException, InterruptedException {
        return part(launcher.command(name, "--settings", settings()), name, LocalMachine.freePort(), own);
    }

    /** Starts the gateway, which must not run. */
    public void startGateway() throws IOException, InterruptedException {
        startGateway(launcher.program());
    }

    /** Starts the gateway of the build with this {@code bin/tollgate}; no gateway must run. */
    public void startGateway(Path program) throws IOException, InterruptedException {
        var command =
                launcher.with(program).command("gateway", "--settings", settings(), "--port", Integer.toString(port));
        gateway = part(command, "gateway", managementPort, Map.of());
    }

    /** Drains and ends the gateway. */
    public void stopGateway() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    /** Starts the billing meter if it does not run. */
    public void startMeter() throws IOException, InterruptedException {
        if (meter == null) {
            var command = new ArrayList<>(LOWEST_PRIORITY);
            command.addAll(launcher.command("billing-meter", "--settings", settings()));
            meter = part(command, "billing-meter", LocalMachine.freePort(), Map.of());
        }
    }

    /** Drains and ends the meter: usage waits in Kafka. */
    public void stopMeter() {
        if (meter != null) {
            meter.close();
            meter = null;
        }
    }

    public int port() {
        return port;
    }

    /** The app plane of the gateway. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public ManagementEndpoint metrics() {
        return new ManagementEndpoint(managementPort);
    }

    public BackingServers servers() {
        return servers;
    }

    /** The process of the billing meter; 0 if it does not run. */
    public long meterPid() {
        return meter == null ? 0 : meter.pid();
    }

    /** The process of the gateway; 0 if it does not run. */
    public long gatewayPid() {
        return gateway == null ? 0 : gateway.pid();
    }

    /** An operator at the admin API. */
    public AppClient control() {
        return new AppClient(AppClient.connections(), uri(), operatorToken);
    }

    /** Waits until meter and servers are almost idle; false if they are still busy after that time. */
    public boolean caughtUp(Duration most) throws InterruptedException {
        var before = new AtomicLong(-IDLE_MICROS);
        return Await.until(most, IDLE_INTERVAL, () -> {
            long now = backgroundMicros();
            return now - before.getAndSet(now) < IDLE_MICROS;
        });
    }

    /** Processor time of everything that still works when the gateway has answered. */
    private long backgroundMicros() {
        long ofServers = ProcessProbe.treeMicros(servers.pid());
        return meter == null ? ofServers : ofServers + ProcessProbe.treeMicros(meter.pid());
    }

    /** The output of {@code bin/tollgate reconcile}, which must find no drift. */
    public String reconcile() throws IOException, InterruptedException {
        return launcher.run("reconcile", "--settings", settings());
    }

    private ChildProcess part(List<String> command, String name, int management, Map<String, String> own)
            throws IOException, InterruptedException {
        starts++;
        return launcher.startPart(command, name + "-" + starts, management, own);
    }

    private String settings() {
        return launcher.folder().resolve("settings.yaml").toString();
    }

    /** JSON is YAML. */
    private String settings(String operatorHash) {
        var postgres = servers.addresses().postgres();
        var root = JsonTrees.object();
        var tollgate = root.putObject("tollgate");
        var ofGateway = tollgate.putObject("gateway").put("host", "127.0.0.1");
        ofGateway.putArray("connections-exempt").add("127.0.0.0/8");
        tollgate.putObject("management").put("host", "127.0.0.1");
        tollgate.putObject("postgres")
                .put("host", postgres.host())
                .put("port", postgres.port())
                .put("database", postgres.database())
                .put("user", postgres.user())
                .put("password", postgres.password());
        tollgate.putObject("redis").put("url", servers.addresses().redisUrl());
        tollgate.putObject("kafka").put("bootstrap-servers", servers.addresses().kafkaBootstrap());
        tollgate.putArray("operators").addObject().put("name", OPERATOR).put("token-hash", operatorHash);
        secret(tollgate.putObject("pepper").put("id", "bench"), "secret");
        secret(tollgate.putObject("secrets"), "key");
        secret(tollgate.putObject("cursor"), "key");
        return root.toString();
    }

    private static void secret(ObjectNode into, String name) {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        into.put(name, HexFormat.of().formatHex(bytes));
    }

    @Override
    public void close() {
        stopGateway();
        stopMeter();
        servers.close();
    }
}
