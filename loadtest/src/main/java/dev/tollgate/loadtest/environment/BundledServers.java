package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.embedded.Addresses;
import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Servers apart from everything that is measured: PostgreSQL and Redis as processes, Kafka in the process that starts
 * them. An installed redis-server is preferred.
 */
public final class BundledServers implements BackingServers {

    /** The beginning of the line with the addresses. */
    private static final String READY = "servers ";

    private final Path folder;
    private final Path data;
    private ChildProcess process;
    private Addresses addresses;

    /** Starts them on data in the folder. */
    BundledServers(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.data = folder.resolve("servers");
        this.process = launched();
        this.addresses = printed();
    }

    private ChildProcess launched() throws IOException {
        var command = JavaProgram.ofThisRun(BundledServers.class).command(List.of(data.toString()));
        LocalMachine.program("redis-server").ifPresent(redis -> command.add(1, "-Dtollgate.servers-redis=" + redis));
        return ChildProcess.start(command, Map.of(), folder.resolve("servers.log"));
    }

    private Addresses printed() throws IOException, InterruptedException {
        var line = process.awaitLine(READY);
        return new ObjectMapper().readValue(line.substring(READY.length()), Addresses.class);
    }

    /**
     * Starts servers, prints a line with their addresses, and ends when the standard input closes.
     *
     * @param arguments the folder of the data
     */
    public static void main(String[] arguments) throws IOException {
        var servers = EmbeddedServers.start(Options.kept(Path.of(arguments[0])));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop servers"));
        System.out.println(READY + new ObjectMapper().writeValueAsString(servers.addresses()));
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }

    @Override
    public Addresses addresses() {
        return addresses;
    }

    /** The process that PostgreSQL and Redis descend from. */
    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public long redisPid() throws IOException {
        return Long.parseLong(Files.readString(data.resolve("redis.pid")).strip());
    }

    @Override
    public void killAndRestart() throws IOException, InterruptedException {
        process.kill();
        process = launched();
        addresses = printed();
    }

    @Override
    public void close() {
        process.close();
    }
}
