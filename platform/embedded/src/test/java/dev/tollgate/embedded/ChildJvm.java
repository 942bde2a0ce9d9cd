package dev.tollgate.embedded;

import java.nio.file.Path;

/** A process that starts the servers, tells their ports and waits to be killed. */
final class ChildJvm {
    private ChildJvm() {}

    public static void main(String[] arguments) throws Exception {
        var servers = EmbeddedServers.start(Options.kept(Path.of(arguments[0])));
        new Probe(servers.addresses()).execute("CREATE TABLE before_the_kill AS SELECT 1 AS n");
        var kafkaPort =
                servers.kafkaBootstrap().substring(servers.kafkaBootstrap().indexOf(':') + 1);
        var redisPort = servers.redisUrl().substring(servers.redisUrl().lastIndexOf(':') + 1);
        System.out.println("ports " + servers.postgresPort() + " " + redisPort + " " + kafkaPort);
        Thread.currentThread().join();
    }
}
