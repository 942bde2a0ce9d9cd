package dev.tollgate.embedded;

import java.nio.file.Path;

/**
 * Servers one at a time, each on data in a folder that its caller keeps: for runs that kill and replace them.
 * PostgreSQL and Redis are processes of their own, guarded by this JVM; Kafka runs inside it. None is started yet.
 */
public final class SingleServers {

    private SingleServers() {}

    /** PostgreSQL, without fsync: what is killed is the server, not the machine. */
    public static Server postgres(Path folder, int port) {
        return new EmbeddedPostgres(folder, port, false);
    }

    /**
     * The address of a PostgreSQL that has been started once.
     *
     * @param port where clients reach it
     */
    public static Addresses.Postgres postgresAddress(Path folder, int port) {
        return new EmbeddedPostgres(folder, port, false).address();
    }

    /** Redis, without a password. */
    public static Server redis(Path folder, int port) {
        return new EmbeddedRedis(folder, port, false);
    }

    /**
     * One Kafka node.
     *
     * @param advertisedPort where clients reach it
     */
    public static Server kafka(Path folder, int port, int advertisedPort) {
        return new EmbeddedKafka(folder, port, advertisedPort);
    }

    /**
     * One node of several. It starts once most of them do, so they are started side by side.
     *
     * @param node its number, from 1
     */
    public static Server kafka(Path folder, int port, KafkaQuorum quorum, int node) {
        return new EmbeddedKafka(folder, port, quorum, node);
    }
}
