package dev.tollgate.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * PostgreSQL, Redis and Kafka, started side by side. Where they come from is a setting, {@code tollgate.servers} or
 * {@code TOLLGATE_SERVERS}: {@code embedded} (default), {@code testcontainers}, or {@code named} (see
 * {@link NamedServers}). Embedded servers end with the JVM even after {@code kill -9}; {@link #close()} ends them in
 * order.
 */
public final class EmbeddedServers implements AutoCloseable {
    private final Addresses addresses;
    private final Server postgres;
    private final Server redis;
    private final Server kafka;
    private final DataFolder folder;

    private EmbeddedServers(Addresses addresses, List<? extends Server> servers, DataFolder folder) {
        this.addresses = addresses;
        this.postgres = servers.get(0);
        this.redis = servers.get(1);
        this.kafka = servers.get(2);
        this.folder = folder;
    }

    /**
     * Starts all three and waits until each takes connections.
     *
     * @throws ServersUnavailable with one line that says what is in the way: the data folder is locked by another
     *     process, a port is taken, Docker does not answer, an address is missing
     */
    public static EmbeddedServers start(Options options) {
        var source = ServerSetting.text("tollgate.servers", "embedded");
        return switch (source) {
            case "embedded" -> embedded(options);
            case "testcontainers" -> {
                var containers = Containers.start();
                yield new EmbeddedServers(containers.addresses(), containers.servers(), DataFolder.none());
            }
            case "named" -> new EmbeddedServers(NamedServers.addresses(), NamedServers.servers(), DataFolder.none());
            case String other ->
                throw new ServersUnavailable(
                        "tollgate.servers is '" + other + "': it is embedded, testcontainers or named");
        };
    }

    /**
     * Removes a kept folder with all its data.
     *
     * @throws ServersUnavailable when another process holds it
     */
    public static void wipe(Path folder) {
        if (Files.isDirectory(folder)) {
            DataFolder.wipe(folder);
        }
    }

    private static EmbeddedServers embedded(Options options) {
        var folder = DataFolder.open(options.folder());
        var ports = options.ports();
        var postgres = new EmbeddedPostgres(folder.path(), ports.postgres(), options.durable());
        var redis = new EmbeddedRedis(folder.path(), ports.redis(), options.folder() != null);
        var kafka = new EmbeddedKafka(folder.path().resolve("kafka"), ports.kafka());
        try {
            startAll(List.of(postgres, redis, kafka));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
        var addresses = new Addresses(postgres.address(), redis.url(), kafka.bootstrap());
        return new EmbeddedServers(addresses, List.of(postgres, redis, kafka), folder);
    }

    /** Starts the servers side by side; when one fails the others are stopped and the first failure is thrown. */
    static void startAll(List<? extends Server> servers) {
        var starts = new ArrayList<CompletableFuture<Void>>();
        for (var server : servers) {
            var started = new CompletableFuture<Void>();
            Thread.ofPlatform().daemon().name("start " + server.name()).start(() -> {
                try {
                    server.start();
                    started.complete(null);
                } catch (Throwable e) {
                    started.completeExceptionally(e);
                }
            });
            starts.add(started);
        }
        RuntimeException failure = null;
        for (var started : starts) {
            try {
                started.join();
            } catch (CompletionException e) {
                if (failure == null) {
                    failure = e.getCause() instanceof RuntimeException cause
                            ? cause
                            : new ServersUnavailable("failed to start a server: " + e.getMessage(), e);
                }
            }
        }
        if (failure != null) {
            servers.forEach(Server::stop);
            throw failure;
        }
    }

    /** Where the servers are reached. */
    public Addresses addresses() {
        return addresses;
    }

    /** PostgreSQL's host. */
    public String postgresHost() {
        return addresses.postgres().host();
    }

    /** PostgreSQL's port. */
    public int postgresPort() {
        return addresses.postgres().port();
    }

    /** The database that exists from the start. */
    public String postgresDatabase() {
        return addresses.postgres().database();
    }

    /** The login of a user who may create roles and databases. */
    public String postgresUser() {
        return addresses.postgres().user();
    }

    /** The password of that user. */
    public String postgresPassword() {
        return addresses.postgres().password();
    }

    /** Redis as a URL. */
    public String redisUrl() {
        return addresses.redisUrl();
    }

    /** Kafka's bootstrap servers. */
    public String kafkaBootstrap() {
        return addresses.kafkaBootstrap();
    }

    /** PostgreSQL, to be stopped and brought back. */
    public Server postgres() {
        return postgres;
    }

    /** Redis, to be stopped and brought back. */
    public Server redis() {
        return redis;
    }

    /** Kafka, to be stopped and brought back. */
    public Server kafka() {
        return kafka;
    }

    /** Stops the servers in order, then lets go of the data folder. */
    @Override
    public void close() {
        for (var server : List.of(kafka, redis, postgres)) {
            server.stop();
        }
        folder.close();
    }
}
