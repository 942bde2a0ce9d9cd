package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An installation on loopback with a process for each part: the servers, the billing meter, and gateways that may be
 * started again. It ends with this object.
 */
public final class Installation implements AutoCloseable {

    /** Longer than a run of few calls waits in the meter. */
    private static final Duration IDLE_INTERVAL = Duration.ofMillis(1_700);
    /** A tenth of one processor in that interval. */
    private static final long IDLE_MICROS = 170_000;

    /** The meter works on calls that were answered already: it takes the processors that the gates leave. */
    private static final List<String> LOWEST_PRIORITY = List.of("nice", "-n", "19");

    /** Nothing included, no cap in the way, and the highest rates a plan may have. */
    private static final Map<String, String> BENCH_PLAN = Map.of(
            "TOLLGATE_PLANS_BENCH_INCLUDED_MICROS", "0",
            "TOLLGATE_PLANS_BENCH_CAP_MICROS", "1000000000000",
            "TOLLGATE_PLANS_BENCH_TENANT_RATE", "100000",
            "TOLLGATE_PLANS_BENCH_CREDENTIAL_RATE", "100000");

    private final Path program;
    private final Path folder;
    private final Map<String, String> environment;
    private final ObjectNode settings;
    private final String operatorToken;
    private final List<Gateway> gateways = new ArrayList<>();
    private final BackingServers servers;
    private final MeterProcess meter;
    private int starts;

    /**
     * Starts servers and meter; the start of the gateway follows.
     *
     * @param program {@code bin/tollgate} of the build that runs
     * @param folder empty; for data and logs
     * @param own further settings of every part, as environment variables
     */
    public Installation(Path program, Path folder, Map<String, String> own) throws IOException, InterruptedException {
        this(program, folder, own, new BundledServers(folder));
        startMeter();
    }

    /** One on these servers, which end with it; the start of the meter follows too. */
    public Installation(Path program, Path folder, Map<String, String> own, BackingServers servers)
            throws IOException, InterruptedException {
        var all = new LinkedHashMap<>(own);
        all.putAll(BENCH_PLAN);
        all.put("TOLLGATE_HOME", folder.resolve(".tollgate").toString());
        this.program = program;
        this.folder = folder;
        this.environment = Map.copyOf(all);
        this.servers = servers;
        this.meter = new MeterProcess(this, program);
        var _ = furtherGateway();
        var words = List.of(run("operator-token", PartSettings.OPERATOR).split("\\s+", -1));
        this.operatorToken = words.stream()
                .filter(word -> word.startsWith("tga_"))
                .findFirst()
                .orElseThrow();
        this.settings = PartSettings.of(words.get(words.indexOf("token-hash:") + 1));
        connect();
    }

    /** Folder of data and logs. */
    public Path folder() {
        return folder;
    }

    public BackingServers servers() {
        return servers;
    }

    /** The first gateway. */
    public Gateway gateway() {
        return gateways.getFirst();
    }

    /** A further gateway, which is not started yet. */
    public Gateway furtherGateway() {
        return furtherGateway(Map.of());
    }

    /** A further one with settings of its own, as environment variables. */
    public Gateway furtherGateway(Map<String, String> own) {
        var all = new LinkedHashMap<>(LoopHolds.WATCHED);
        all.putAll(own);
        return add(new Gateway(this, program, all, false));
    }

    /** A further one of another build, by its {@code bin/tollgate}: watched like ours, as the watch costs something. */
    public Gateway furtherGateway(Path otherProgram) {
        return add(new Gateway(this, otherProgram, LoopHolds.WATCHED, false));
    }

    /** A further one that starts the billing meter with it. */
    public Gateway meteredGateway() {
        return add(new Gateway(this, program, LoopHolds.WATCHED, true));
    }

    private Gateway add(Gateway gateway) {
        gateways.add(gateway);
        return gateway;
    }

    /** Starts a further part and waits until it is ready; the caller ends it. */
    public ChildProcess startPart(String name, Map<String, String> own) throws IOException, InterruptedException {
        return start(List.of(program.toString(), name), own).process();
    }

    /** Starts the billing meter, with the lowest priority, if it does not run. */
    public void startMeter() throws IOException, InterruptedException {
        meter.start(LOWEST_PRIORITY, Map.of());
    }

    /**
     * The same with the priority of all others: after a loss calls wait for it, and changes of accounts while it books.
     *
     * @param own settings of its own, as environment variables
     */
    public void startMeter(Map<String, String> own) throws IOException, InterruptedException {
        meter.start(List.of(), own);
    }

    /** Ends the meter at once, if it runs, like {@code kill -9}. */
    public void killMeter() throws InterruptedException {
        meter.kill();
    }

    /** Drains and ends the meter: usage waits in Kafka. */
    public void stopMeter() {
        meter.stop();
    }

    /** The process of the billing meter; 0 if it does not run. */
    public long meterPid() {
        return meter.pid();
    }

    /** Kills meter, gateway and servers, like a power cut, and starts them again on their data. */
    public void killAndRestart() throws IOException, InterruptedException {
        gateway().kill();
        killMeter();
        servers.killAndRestart();
        connect();
        startMeter();
        gateway().start();
    }

    /** An operator at the admin API of the first gateway. */
    public AppClient control() {
        return control(gateway());
    }

    /** The same of this gateway. */
    public AppClient control(Gateway gateway) {
        return new AppClient(gateway.port(), operatorToken);
    }

    /** Waits until meter and servers are almost idle; false if they are still busy after that time. */
    public boolean caughtUp(Duration most) throws InterruptedException {
        var before = new AtomicLong(-IDLE_MICROS);
        return Await.until(most, IDLE_INTERVAL, () -> {
            long now = ProcessProbe.treeMicros(servers.pid()) + ProcessProbe.treeMicros(meterPid());
            return now - before.getAndSet(now) < IDLE_MICROS;
        });
    }

    /** Code that held an event loop of a gateway for 20 ms and more, with its longest hold in milliseconds. */
    public Map<String, Long> loopHolds() throws IOException {
        return LoopHolds.in(folder);
    }

    /**
     * The output of {@code bin/tollgate reconcile}, which must find no drift.
     *
     * @param own further settings, as environment variables
     */
    public String reconcile(Map<String, String> own) throws IOException, InterruptedException {
        var all = new LinkedHashMap<>(environment);
        all.putAll(own);
        return LocalMachine.output(List.of(program.toString(), "reconcile", "--settings", settingsFile()), all);
    }

    /** The same with those that all parts have. */
    public String reconcile() throws IOException, InterruptedException {
        return reconcile(Map.of());
    }

    /** Starts a part of the installation and waits until it is ready. */
    StartedPart start(List<String> command, Map<String, String> own) throws IOException, InterruptedException {
        return StartedPart.onFreePort(managementPort -> start(command, own, managementPort));
    }

    private ChildProcess start(List<String> command, Map<String, String> own, int managementPort)
            throws IOException, InterruptedException {
        var whole = new ArrayList<>(command);
        whole.addAll(List.of("--settings", settingsFile(), "--management-port", Integer.toString(managementPort)));
        var withOwn = new LinkedHashMap<>(environment);
        withOwn.putAll(own);
        starts++;
        var child = ChildProcess.start(whole, withOwn, folder.resolve("part-" + starts + ".log"));
        child.awaitReady(managementPort);
        return child;
    }

    /** The output of a command that must succeed. */
    private String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        return LocalMachine.output(command, environment);
    }

    private String settingsFile() {
        return folder.resolve("settings.yaml").toString();
    }

    /** Writes the settings with the addresses of the servers; JSON is YAML. */
    private void connect() throws IOException {
        var postgres = servers.addresses().postgres();
        settings.withObject("/tollgate/postgres")
                .put("host", postgres.host())
                .put("port", postgres.port())
                .put("database", postgres.database())
                .put("user", postgres.user())
                .put("password", postgres.password());
        settings.withObject("/tollgate/redis").put("url", servers.addresses().redisUrl());
        settings.withObject("/tollgate/kafka")
                .put("bootstrap-servers", servers.addresses().kafkaBootstrap());
        Files.writeString(Path.of(settingsFile()), settings.toString());
    }

    @Override
    public void close() {
        gateways.forEach(Gateway::stop);
        stopMeter();
        servers.close();
    }
}
