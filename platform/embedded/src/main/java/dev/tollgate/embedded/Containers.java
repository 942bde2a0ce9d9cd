package dev.tollgate.embedded;

import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The same three servers from container images, when a setting asks for them. Each is bound to a fixed port, so that a
 * stopped one comes back where it was; data lives and dies with the container.
 *
 * @param addresses where they are reached
 * @param servers PostgreSQL, Redis, Kafka
 */
record Containers(Addresses addresses, List<Server> servers) {
    private static final DockerImageName POSTGRES = DockerImageName.parse("postgres:18-alpine");
    private static final DockerImageName REDIS = DockerImageName.parse("redis:8.0-alpine");
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.1.1");

    Containers {
        servers = List.copyOf(servers);
    }

    @SuppressWarnings("resource") // the servers live as long as the JVM; Testcontainers' reaper takes them
    static Containers start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new ServersUnavailable("tollgate.servers is testcontainers, but no Docker engine answers");
        }
        var postgres = new PostgreSQLContainer(POSTGRES)
                .withDatabaseName(EmbeddedPostgres.DATABASE)
                .withCommand("postgres", "-c", "max_connections=200", "-c", "shared_buffers=128MB");
        var redis = new GenericContainer<>(REDIS).withCommand("redis-server", "--save", "", "--appendonly", "no");
        var kafka = new KafkaContainer(KAFKA)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        var servers = List.<Server>of(
                new Contained("PostgreSQL", bound(postgres, 5432)),
                new Contained("Redis", bound(redis, 6379)),
                new Contained("Kafka", bound(kafka, 9092)));
        EmbeddedServers.startAll(servers);
        var address = new Addresses.Postgres(
                postgres.getHost(),
                postgres.getMappedPort(5432),
                postgres.getDatabaseName(),
                postgres.getUsername(),
                postgres.getPassword());
        var redisUrl = "redis://" + redis.getHost() + ":" + redis.getMappedPort(6379);
        return new Containers(new Addresses(address, redisUrl, kafka.getBootstrapServers()), servers);
    }

    private static GenericContainer<?> bound(GenericContainer<?> container, int port) {
        container.setExposedPorts(List.of(port));
        container.setPortBindings(List.of(FreePort.orAny(0) + ":" + port));
        return container;
    }

    /** A container that is stopped and started, not recreated. */
    private record Contained(String name, GenericContainer<?> container) implements Server {

        @Override
        public void start() {
            if (container.getContainerId() == null) {
                container.start();
            } else if (!running()) {
                container
                        .getDockerClient()
                        .startContainerCmd(container.getContainerId())
                        .exec();
            }
        }

        @Override
        public void stop() {
            if (running()) {
                container
                        .getDockerClient()
                        .stopContainerCmd(container.getContainerId())
                        .exec();
            }
        }

        @Override
        public void kill() {
            if (running()) {
                container
                        .getDockerClient()
                        .killContainerCmd(container.getContainerId())
                        .exec();
            }
        }

        @Override
        public boolean running() {
            return container.isRunning();
        }
    }
}
