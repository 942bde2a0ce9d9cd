package dev.tollgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One node of a Redis cluster.
 *
 * @param busPort where it talks to the other nodes
 */
record RedisClusterNode(EmbeddedRedis server, int busPort) {

    /** In the answer of CLUSTER NODES: where the slots of a node begin. */
    private static final int SLOTS_AT = 8;

    /** Not started yet. */
    static RedisClusterNode of(Path folder, Duration timeout) {
        int busPort = FreePort.orAny(0);
        var directives = List.of(
                "cluster-enabled yes",
                "cluster-port " + busPort,
                "cluster-node-timeout " + timeout.toMillis(),
                "cluster-require-full-coverage no",
                "cluster-replica-validity-factor 0",
                "repl-diskless-sync-delay 0");
        return new RedisClusterNode(new EmbeddedRedis(folder, 0, false, directives), busPort);
    }

    /** The answer to a command; an error is an {@link UncheckedIOException}. */
    String send(String... words) {
        try {
            return RedisConsole.send(server.port, words);
        } catch (IOException e) {
            throw new UncheckedIOException(words[0] + " at " + server.port + ": " + e.getMessage(), e);
        }
    }

    String id() {
        return send("CLUSTER", "MYID");
    }

    boolean running() {
        return server.running();
    }

    boolean isMaster() {
        return send("ROLE").startsWith("master");
    }

    /** Whether it knows all nodes of a cluster, and has completed the handshake with each of them. */
    boolean knows(int all) {
        return send("CLUSTER", "INFO").contains("cluster_known_nodes:" + all + "\r")
                && send("CLUSTER", "NODES").lines().noneMatch(line -> line.contains("handshake"));
    }

    /** Whether it knows all slots served and all replicas, and has the data of its own master. */
    boolean isWhole(int replicas) {
        return send("CLUSTER", "INFO").contains("cluster_state:ok")
                && send("CLUSTER", "NODES")
                                .lines()
                                .filter(line -> line.contains("slave"))
                                .count()
                        == replicas
                && !send("INFO", "replication").contains("master_link_status:down");
    }

    /** The id of the node that serves a slot. */
    String owner(int slot) {
        return send("CLUSTER", "NODES")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> serves(words, slot))
                .map(words -> words[0])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody serves slot " + slot));
    }

    private static boolean serves(String[] words, int slot) {
        for (int at = SLOTS_AT; at < words.length; at++) {
            if (words[at].matches("[0-9]+(-[0-9]+)?")) {
                var ends = words[at].split("-", 2);
                if (slot >= Integer.parseInt(ends[0]) && slot <= Integer.parseInt(ends[ends.length - 1])) {
                    return true;
                }
            }
        }
        return false;
    }
}
