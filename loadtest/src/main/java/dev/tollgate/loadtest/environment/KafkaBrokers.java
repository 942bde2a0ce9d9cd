package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.FreePort;
import dev.tollgate.embedded.KafkaQuorum;
import dev.tollgate.embedded.SingleServers;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** Kafka brokers of one cluster, each in a JVM of its own that can be killed and started again on its data. */
public final class KafkaBrokers implements AutoCloseable {

    private static final String READY = "Kafka node runs";
    private static final String HEAP = "-Xmx384m";

    private final Path folder;
    private final KafkaQuorum quorum;
    private final List<Integer> ports;
    private final List<ChildProcess> processes = new ArrayList<>();
    private int starts;

    private KafkaBrokers(Path folder, int brokers) {
        this.folder = folder;
        this.quorum = new KafkaQuorum(Uuid.randomUuid().toString(), ports(brokers));
        this.ports = ports(brokers);
    }

    private static List<Integer> ports(int count) {
        return IntStream.range(0, count).mapToObj(_ -> FreePort.orAny(0)).toList();
    }

    /** Starts them on data in the folder. */
    public static KafkaBrokers start(Path folder, int brokers) throws IOException, InterruptedException {
        var all = new KafkaBrokers(folder, brokers);
        for (int node = 1; node <= brokers; node++) {
            all.processes.add(all.launched(node));
        }
        for (var process : all.processes) {
            var _ = process.awaitLine(READY);
        }
        return all;
    }

    /**
     * Starts a node, says so, and ends when the standard input closes.
     *
     * @param arguments folder, port, number of the node, id of the cluster, ports of all controllers
     */
    public static void main(String[] arguments) throws IOException {
        var controllers = Stream.of(arguments).skip(4).map(Integer::valueOf).toList();
        var kafka = SingleServers.kafka(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                new KafkaQuorum(arguments[3], controllers),
                Integer.parseInt(arguments[2]));
        kafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::stop, "stop Kafka"));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }

    /** Where clients find them. */
    public String bootstrap() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /** Ends one at once, like {@code kill -9}; they are numbered from 1. */
    public void kill(int node) throws InterruptedException {
        processes.get(node - 1).kill();
    }

    /** Starts one again that was killed. */
    public void restart(int node) throws IOException, InterruptedException {
        var process = launched(node);
        processes.set(node - 1, process);
        var _ = process.awaitLine(READY);
    }

    private ChildProcess launched(int node) throws IOException {
        var arguments = new ArrayList<>(List.of(
                folder.resolve("kafka-node-" + node).toString(),
                String.valueOf(ports.get(node - 1)),
                String.valueOf(node),
                quorum.id()));
        quorum.controllerPorts().forEach(port -> arguments.add(String.valueOf(port)));
        var command = JavaProgram.ofThisRun(KafkaBrokers.class).command(arguments);
        command.removeIf(flag -> flag.startsWith("-Xmx"));
        command.add(1, HEAP);
        starts++;
        return ChildProcess.start(command, Map.of(), folder.resolve("kafka-start-" + starts + ".log"));
    }

    @Override
    public void close() {
        processes.forEach(ChildProcess::close);
    }
}
