package dev.tollgate.loadtest.environment;

import dev.tollgate.embedded.Addresses;
import dev.tollgate.embedded.FreePort;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.Server;
import dev.tollgate.embedded.SingleServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Servers that are killed, stopped and replaced one by one. The parts of an installation reach them by other ports than
 * their own, those of proxies. PostgreSQL runs without fsync: servers are killed, not the machine.
 */
public final class SeparateServers implements BackingServers {

    /** Ports by which an installation reaches the servers. */
    public record Entrances(int postgres, int redis, int kafka) {}

    private final Path folder;
    private final Entrances entrances;
    private final int postgresPort = FreePort.orAny(0);
    private final int redisPort = FreePort.orAny(0);
    private final Server postgres;
    private final Server redis;
    private final KafkaBroker kafka;

    /** Starts them on data in the folder. */
    public SeparateServers(Path folder, Entrances entrances) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder.resolve("servers"));
        this.entrances = entrances;
        this.postgres = SingleServers.postgres(this.folder, postgresPort);
        this.redis = SingleServers.redis(this.folder, redisPort);
        this.kafka = new KafkaBroker(this.folder, entrances.kafka());
        startAll();
    }

    /** Starts those that do not run. */
    public void startAll() throws IOException, InterruptedException {
        postgres.start();
        redis.start();
        if (kafka.pid() == 0) {
            kafka.start();
        }
    }

    public Server postgres() {
        return postgres;
    }

    public Server redis() {
        return redis;
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    /** The port that PostgreSQL itself listens on. */
    public int postgresPort() {
        return postgresPort;
    }

    /** The port that Redis itself listens on. */
    public int redisPort() {
        return redisPort;
    }

    /** The folder of the data. */
    public Path folder() {
        return folder;
    }

    @Override
    public Addresses addresses() {
        return new Addresses(
                SingleServers.postgresAddress(folder, entrances.postgres()),
                "redis://127.0.0.1:" + entrances.redis(),
                "127.0.0.1:" + entrances.kafka());
    }

    /** The database itself, not by its entrance. */
    @Override
    public OwnerSql sql() {
        var postgres = SingleServers.postgresAddress(folder, postgresPort);
        return new OwnerSql(postgres.jdbcUrl(postgres.database()), postgres.user(), postgres.password());
    }

    /** This JVM. */
    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    /** The process of the whole of PostgreSQL. */
    public long postgresPid() throws IOException {
        return pid("postgres.pid");
    }

    @Override
    public long redisPid() throws IOException {
        return pid("redis.pid");
    }

    private long pid(String file) throws IOException {
        return Long.parseLong(Files.readString(folder.resolve(file)).strip());
    }

    @Override
    public void killAndRestart() throws IOException, InterruptedException {
        postgres.kill();
        redis.kill();
        kafka.kill();
        startAll();
    }

    @Override
    public void close() {
        kafka.stop();
        redis.stop();
        postgres.stop();
    }
}
