package dev.tollgate.loadtest.fault;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.environment.SeparateServers;
import dev.tollgate.loadtest.environment.SeparateServers.Entrances;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An installation whose every joint can fail: three gateways and a meter, servers that are killed one by one, and a
 * proxy before each server. The meter reaches PostgreSQL and Redis by proxies of its own; Kafka has one for all.
 */
public final class FaultTestbed implements AutoCloseable {

    static final int GATEWAYS = 3;

    /** Small processes: there are nine of them on the machine. */
    private static final Map<String, String> SMALL =
            Map.of("TOLLGATE_PROCESS_LOOPS", "1", "TOLLGATE_JAVA_OPTS", "-Xmx384m");

    /** Proxies by what they are between. */
    record Links(
            FaultProxy postgres, FaultProxy redis, FaultProxy kafka, FaultProxy meterPostgres, FaultProxy meterRedis) {

        static Links open() throws IOException {
            return new Links(new FaultProxy(), new FaultProxy(), new FaultProxy(), new FaultProxy(), new FaultProxy());
        }

        List<FaultProxy> all() {
            return List.of(postgres, redis, kafka, meterPostgres, meterRedis);
        }

        void redisAt(int port) {
            redis.to(port);
            meterRedis.to(port);
        }
    }

    private final Links links;
    private final SeparateServers servers;
    private final Installation installation;
    private final List<Gateway> regular;
    private final List<Runnable> ends = new ArrayList<>();
    private List<Gateway> gateways;
    private Map<String, String> settings = Map.of();

    /**
     * Starts all of it in an empty folder.
     *
     * @param program {@code bin/tollgate}, or another program that starts the same
     */
    public FaultTestbed(Path program, Path folder) throws IOException, InterruptedException {
        links = Links.open();
        servers = new SeparateServers(
                folder,
                new Entrances(
                        links.postgres().port(),
                        links.redis().port(),
                        links.kafka().port()));
        links.postgres().to(servers.postgresPort());
        links.meterPostgres().to(servers.postgresPort());
        links.redisAt(servers.redisPort());
        links.kafka().to(servers.kafka().port());
        installation = new Installation(program, folder, SMALL, servers);
        regular = Stream.concat(
                        Stream.of(installation.gateway()),
                        IntStream.range(1, GATEWAYS).mapToObj(_ -> installation.furtherGateway()))
                .toList();
        gateways = regular;
    }

    /** Starts meter and gateways. */
    public FaultTestbed started() throws IOException, InterruptedException {
        startMeter(Map.of());
        for (var gateway : gateways) {
            gateway.start();
        }
        return this;
    }

    Installation installation() {
        return installation;
    }

    SeparateServers servers() {
        return servers;
    }

    Links links() {
        return links;
    }

    /** The gateways of the present case. */
    List<Gateway> gateways() {
        return gateways;
    }

    /** An operator at a gateway of the present case. */
    AppClient control() {
        return installation.control(gateways.getFirst());
    }

    RedisCommands redis() {
        return new RedisCommands(servers.redisPort());
    }

    /** Starts the meter with further settings, as environment variables, if it does not run. */
    void startMeter(Map<String, String> own) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>();
        all.put("TOLLGATE_POSTGRES_PORT", Integer.toString(links.meterPostgres().port()));
        all.put("TOLLGATE_REDIS_URL", "redis://127.0.0.1:" + links.meterRedis().port());
        all.putAll(settings);
        all.putAll(own);
        installation.startMeter(all);
    }

    /** Starts meter and gateways anew, until the case ends, with further settings, as environment variables. */
    void replaceAll(Map<String, String> own) throws IOException, InterruptedException {
        regular.forEach(Gateway::stop);
        installation.stopMeter();
        settings = Map.copyOf(own);
        startMeter(Map.of());
        gateways = IntStream.range(0, GATEWAYS)
                .mapToObj(_ -> installation.furtherGateway(own))
                .toList();
        for (var gateway : gateways) {
            gateway.start();
        }
    }

    /** The output of the comparison of all figures, with the settings of the case. */
    String reconcile() throws IOException, InterruptedException {
        return installation.reconcile(settings);
    }

    /** Replaces the last gateway, until the case ends, by one with settings of its own. */
    void replaceLastGateway(Map<String, String> own) throws IOException, InterruptedException {
        var replacement = installation.furtherGateway(own);
        regular.getLast().stop();
        replacement.start();
        gateways = Stream.concat(regular.stream().limit(GATEWAYS - 1L), Stream.of(replacement))
                .toList();
    }

    /** Sends a signal such as {@code STOP} to a process. */
    private static void signal(String name, long pid) throws IOException, InterruptedException {
        var _ = LocalMachine.output(List.of("kill", "-" + name, Long.toString(pid)), Map.of());
    }

    /** Stops a process for a time, and lets it go on. */
    static void paused(long pid, long ms) throws IOException, InterruptedException {
        signal("STOP", pid);
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } finally {
            signal("CONT", pid);
        }
    }

    /** What a case leaves to be ended when it is over. */
    void onRestore(Runnable end) {
        ends.add(end);
    }

    /** Starts everything that does not run and ends all faults of links, whatever the last case has left. */
    void restore() throws IOException, InterruptedException {
        links.all().forEach(link -> link.set(LinkFault.NONE));
        if (!settings.isEmpty()) {
            installation.stopMeter();
            settings = Map.of();
        }
        for (var gateway : gateways) {
            if (!regular.contains(gateway)) {
                gateway.stop();
            }
        }
        gateways = regular;
        ends.forEach(Runnable::run);
        servers.startAll();
        if (!ends.isEmpty()) {
            // a server that was replaced has old data
            var _ = redis().send("FLUSHALL");
        }
        ends.clear();
        links.redisAt(servers.redisPort());
        startMeter(Map.of());
        for (var gateway : gateways) {
            if (gateway.pid() == 0) {
                gateway.start();
            }
        }
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
        installation.close();
        links.all().forEach(FaultProxy::close);
    }
}
