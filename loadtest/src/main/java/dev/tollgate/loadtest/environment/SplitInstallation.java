package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.loadtest.client.ControlClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An installation with every part in a process of its own: the servers, the billing meter, and a gateway that can be
 * started anew as often as wanted. Everything listens on loopback and ends with this object.
 */
public final class SplitInstallation implements AutoCloseable {

    private static final Duration COMMAND_MAX = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPERATOR = "bench";
    private static final long IDLE_LOOK_MS = 400;
    /** A tenth of one processor while we look. */
    private static final long IDLE_MICROS = 40_000;

    private static final String METER = "billing-meter";

    /** The meter works on what has been answered already: it may take the processors when the gates leave them. */
    private static final List<String> YIELDING = List.of("nice", "-n", "19");

    /** Nothing included, no cap in the way, and the highest rates a plan may have. */
    private static final Map<String, String> BENCH_PLAN = Map.of(
            "INCLUDED_MICROS", "0",
            "CAP_MICROS", "1000000000000",
            "TENANT_RATE", "100000",
            "CREDENTIAL_RATE", "100000");

    private final Path launcher;
    private final Path folder;
    private final Servers servers;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final OperatorToken operator;
    private final Map<String, String> more;
    private @Nullable Child meter;
    private @Nullable Child gateway;
    private int starts;

    private SplitInstallation(Path launcher, Path folder, Map<String, String> more)
            throws IOException, InterruptedException {
        this.launcher = launcher;
        this.folder = folder;
        this.more = Map.copyOf(more);
        this.servers = Servers.start(folder);
        this.operator = operatorToken();
        Files.writeString(settings(), settingsText());
        startMeter();
    }

    /** Starts servers and meter; the gateway follows with {@link #startGateway()}. */
    public static SplitInstallation start(Path launcher, Path folder) throws IOException, InterruptedException {
        return new SplitInstallation(launcher, folder, Map.of());
    }

    /**
     * The same with further settings.
     *
     * @param more environment of every part
     */
    public static SplitInstallation start(Path launcher, Path folder, Map<String, String> more)
            throws IOException, InterruptedException {
        return new SplitInstallation(launcher, folder, more);
    }

    /**
     * Starts a process of a further part and waits until it is ready; whoever starts it ends it.
     *
     * @param own environment of this process only
     */
    public Child startPart(String name, Map<String, String> own) throws IOException, InterruptedException {
        return part(name, Ports.free(), own);
    }

    /** Starts a gateway; there is none at that time. */
    public void startGateway() throws IOException, InterruptedException {
        gateway = part("gateway", managementPort, Map.of(), "--port", Integer.toString(port));
    }

    /** Drains and ends the gateway. */
    public void stopGateway() {
        if (gateway != null) {
            gateway.close();
            gateway = null;
        }
    }

    /** Starts the billing meter where it does not run. */
    public void startMeter() throws IOException, InterruptedException {
        if (meter == null) {
            meter = part(METER, Ports.free(), Map.of());
        }
    }

    /** Drains and ends the meter: what is used meanwhile waits in Kafka. */
    public void stopMeter() {
        if (meter != null) {
            meter.close();
            meter = null;
        }
    }

    public int port() {
        return port;
    }

    /** Where the gateway shows its metrics. */
    public int managementPort() {
        return managementPort;
    }

    public Servers servers() {
        return servers;
    }

    /** The gateway's process; 0 where it does not run. */
    public long gatewayPid() {
        return gateway == null ? 0 : gateway.pid();
    }

    public ControlClient control() {
        return new ControlClient(URI.create("http://127.0.0.1:" + port), operator.token());
    }

    /** Processor time of everything that works on after the gateway has answered. */
    public long afterworkMicros() {
        long ofServers = ProcessorTime.microsOfTree(servers.pid());
        return meter == null ? ofServers : ofServers + ProcessorTime.microsOfTree(meter.pid());
    }

    /** Waits until meter and servers have little to do; false where they still have after so long. */
    public boolean caughtUp(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            long before = afterworkMicros();
            TimeUnit.MILLISECONDS.sleep(IDLE_LOOK_MS);
            if (afterworkMicros() - before < IDLE_MICROS) {
                return true;
            }
        }
        return false;
    }

    /** What {@code bin/tollgate reconcile} prints and how it ends. */
    public Installation.Reconciled reconcile() throws IOException, InterruptedException {
        var log = folder.resolve("reconcile.log");
        var child = Child.start(
                List.of(
                        launcher.toString(),
                        "reconcile",
                        "--settings",
                        settings().toString()),
                environment(),
                folder,
                log);
        return new Installation.Reconciled(
                child.awaitEnd(COMMAND_MAX), child.printed().strip());
    }

    private Child part(String name, int management, Map<String, String> own, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>(name.equals(METER) ? YIELDING : List.of());
        command.addAll(
                List.of(launcher.toString(), name, "--settings", settings().toString()));
        command.addAll(List.of("--management-port", Integer.toString(management)));
        command.addAll(List.of(arguments));
        starts++;
        var environment = new LinkedHashMap<>(environment());
        environment.putAll(own);
        var child = Child.start(command, environment, folder, folder.resolve(name + "-" + starts + ".log"));
        child.awaitReady(management);
        return child;
    }

    private Map<String, String> environment() {
        var environment = new LinkedHashMap<String, String>();
        environment.put("TOLLGATE_HOME", folder.resolve(".tollgate").toString());
        BENCH_PLAN.forEach((term, value) -> environment.put("TOLLGATE_PLANS_BENCH_" + term, value));
        environment.putAll(more);
        return environment;
    }

    private record OperatorToken(String token, String hash) {}

    private OperatorToken operatorToken() throws IOException, InterruptedException {
        var child = Child.start(
                List.of(launcher.toString(), "operator-token", OPERATOR),
                Map.of(),
                folder,
                folder.resolve("operator-token.log"));
        if (child.awaitEnd(COMMAND_MAX) != 0) {
            throw new IOException("no operator token:\n" + child.printed());
        }
        var words = List.of(child.printed().split("\\s+", -1));
        var token = words.stream().filter(word -> word.startsWith("tga_")).findFirst();
        return new OperatorToken(token.orElseThrow(), words.get(words.indexOf("token-hash:") + 1));
    }

    private Path settings() {
        return folder.resolve("settings.yaml");
    }

    /** JSON is YAML. */
    private String settingsText() throws IOException {
        var random = new SecureRandom();
        var postgres = servers.login(servers.postgres().path("database").asText());
        var root = JSON.createObjectNode();
        var tollgate = root.putObject("tollgate");
        tollgate.putObject("gateway")
                .put("host", "127.0.0.1")
                .putArray("connections-exempt")
                .add("127.0.0.0/8");
        tollgate.putObject("management").put("host", "127.0.0.1");
        tollgate.putObject("postgres")
                .put("host", postgres.host())
                .put("port", postgres.port())
                .put("database", postgres.database())
                .put("user", postgres.user())
                .put("password", postgres.password());
        tollgate.putObject("redis").put("url", servers.redisUrl());
        tollgate.putObject("kafka").put("bootstrap-servers", servers.kafkaBootstrap());
        tollgate.putArray("operators").addObject().put("name", OPERATOR).put("token-hash", operator.hash());
        tollgate.putObject("pepper").put("id", "bench").put("secret", secret(random));
        tollgate.putObject("secrets").put("key", secret(random));
        tollgate.putObject("cursor").put("key", secret(random));
        return JSON.writeValueAsString(root);
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        stopGateway();
        stopMeter();
        servers.close();
    }
}
