package dev.tollgate.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka node, broker and controller in one, inside this JVM, alone or one of several. Its threads are no daemons: a
 * main must exit.
 */
final class EmbeddedKafka implements Server {
    private static final String LOOPBACK = "127.0.0.1:";
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("inter.broker.listener.name", "PLAINTEXT"),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            // one node: one replica of each internal topic, and one partition starts faster than fifty
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "1"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "2"),
            Map.entry("background.threads", "2"),
            // the default takes 128 MiB of our heap
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024)),
            Map.entry("log.segment.bytes", Integer.toString(64 * 1024 * 1024)),
            Map.entry("log.index.size.max.bytes", Integer.toString(512 * 1024)),
            // one node has nobody to tell twice a second that its log has nothing new
            Map.entry("metadata.max.idle.interval.ms", "5000"),
            // after kill -9 the old registration of this node must expire before the new one is let in
            Map.entry("broker.session.timeout.ms", "3000"),
            Map.entry("broker.heartbeat.interval.ms", "200"),
            Map.entry("initial.broker.registration.timeout.ms", "20000"));

    /** What a node of several has instead. */
    private static final List<String> REPLICATED = List.of(
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "share.coordinator.state.topic.replication.factor",
            "default.replication.factor");

    private static final String REGISTRATION_MS = "60000";

    private final Path folder;
    private final int port;
    private final int advertisedPort;
    private final @Nullable KafkaQuorum quorum;
    private final int node;
    private @Nullable KafkaRaftServer server;

    EmbeddedKafka(Path folder, int port) {
        this(folder, FreePort.orAny(port), 0);
    }

    /**
     * A node that clients reach by another port than its own.
     *
     * @param advertisedPort 0 for its own
     */
    EmbeddedKafka(Path folder, int port, int advertisedPort) {
        this.folder = folder;
        this.port = port;
        this.advertisedPort = advertisedPort == 0 ? port : advertisedPort;
        this.quorum = null;
        this.node = 1;
    }

    /** One node of several. */
    EmbeddedKafka(Path folder, int port, KafkaQuorum quorum, int node) {
        this.folder = folder;
        this.port = port;
        this.advertisedPort = port;
        this.quorum = quorum;
        this.node = node;
    }

    String bootstrap() {
        return LOOPBACK + port;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            refuseTakenPort();
            var properties = properties();
            format(properties);
            var started = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            started.startup();
            server = started;
        } catch (IOException e) {
            throw ServersUnavailable.because("Kafka did not start on port " + port, e);
        }
    }

    /** A broker that cannot bind shuts down deep inside and slowly; asking first gives one clear line. */
    private void refuseTakenPort() throws IOException {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    private Properties properties() {
        var own = quorum == null ? new KafkaQuorum("", List.of(FreePort.orAny(0))) : quorum;
        int controllerPort = own.controllerPort(node);
        var properties = new Properties();
        properties.putAll(SETTINGS);
        if (quorum != null) {
            REPLICATED.forEach(name -> properties.setProperty(name, String.valueOf(own.replicas())));
            properties.setProperty("min.insync.replicas", String.valueOf(own.replicas() - 1));
            properties.setProperty("transaction.state.log.min.isr", String.valueOf(own.replicas() - 1));
            properties.setProperty("initial.broker.registration.timeout.ms", REGISTRATION_MS);
        }
        properties.setProperty("node.id", String.valueOf(node));
        properties.setProperty("log.dirs", folder.resolve("log").toString());
        properties.setProperty("controller.quorum.voters", own.voters());
        properties.setProperty("advertised.listeners", "PLAINTEXT://" + LOOPBACK + advertisedPort);
        properties.setProperty(
                "listeners", "PLAINTEXT://" + LOOPBACK + port + ",CONTROLLER://" + LOOPBACK + controllerPort);
        return properties;
    }

    private void format(Properties properties) throws IOException {
        if (Files.exists(folder.resolve("log/meta.properties"))) {
            return;
        }
        Files.createDirectories(folder.resolve("log"));
        var file = folder.resolve("server.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var id = quorum == null ? Uuid.randomUuid().toString() : quorum.id();
        var command = new String[] {"format", "--cluster-id", id, "--config", file.toString()};
        var code = StorageTool.execute(command, nowhere);
        if (code != 0) {
            throw new IOException("formatting the storage failed with code " + code);
        }
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
            server = null;
        }
    }

    @Override
    public synchronized void kill() {
        stop();
    }

    @Override
    public synchronized boolean running() {
        return server != null;
    }
}
