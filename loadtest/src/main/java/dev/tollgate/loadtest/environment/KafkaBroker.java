package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.SingleServers;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One Kafka node in a JVM of its own, which can be killed and started again on its data. */
public final class KafkaBroker extends ServerUnderTest {

    private static final String READY = "Kafka takes connections";
    private static final String HEAP = "-Xmx512m";

    private final Path folder;
    private final int advertisedPort;
    private int starts;

    /** Not started yet. */
    KafkaBroker(Path folder, int advertisedPort) {
        super("kafka");
        this.folder = folder;
        this.advertisedPort = advertisedPort;
    }

    /**
     * Starts the node, says so, and ends when the standard input closes.
     *
     * @param arguments folder, port, advertised port
     */
    public static void main(String[] arguments) throws IOException {
        var kafka = SingleServers.kafka(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        kafka.start();
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::stop, "stop Kafka"));
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }

    /** The folder of its partitions. */
    public Path logFolder() {
        return folder.resolve("kafka/log");
    }

    @Override
    ChildProcess launched() throws IOException, InterruptedException {
        var command = JavaProgram.ofThisRun(KafkaBroker.class)
                .command(List.of(
                        folder.resolve("kafka").toString(),
                        Integer.toString(port()),
                        Integer.toString(advertisedPort)));
        command.removeIf(flag -> flag.startsWith("-Xmx"));
        command.add(1, HEAP);
        starts++;
        var process = ChildProcess.start(command, Map.of(), folder.resolve("kafka-" + starts + ".log"));
        var _ = process.awaitLine(READY);
        return process;
    }
}
