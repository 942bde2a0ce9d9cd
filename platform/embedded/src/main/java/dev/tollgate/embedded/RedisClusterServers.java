package dev.tollgate.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Redis cluster on loopback: masters that share the slots, and replicas of them, each a process that ends with the
 * JVM. Made by the commands that {@code redis-cli --cluster} sends. Nodes are numbered: the masters first, then a
 * replica of each, then another one of each. The methods block.
 */
public final class RedisClusterServers implements AutoCloseable {

    /** How long a node waits for another one before it calls it failed. */
    public static final Duration NODE_TIMEOUT = Duration.ofSeconds(2);

    private static final int SLOTS = 16_384;
    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final List<RedisClusterNode> nodes;
    private final int masters;

    private RedisClusterServers(List<RedisClusterNode> nodes, int masters) {
        this.nodes = nodes;
        this.masters = masters;
    }

    /**
     * Starts it, and waits until every node knows it whole.
     *
     * @param folder of the data
     */
    public static RedisClusterServers start(Path folder, int masters, int replicasEach) {
        var nodes = IntStream.range(0, masters * (1 + replicasEach))
                .mapToObj(at -> RedisClusterNode.of(folder.resolve("redis-" + at), NODE_TIMEOUT))
                .toList();
        EmbeddedServers.startAll(nodes.stream().map(RedisClusterNode::server).toList());
        var cluster = new RedisClusterServers(nodes, masters);
        try {
            cluster.form();
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
        return cluster;
    }

    private void form() {
        for (int at = 0; at < masters; at++) {
            var _ = send(at, "CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(at + 1));
            var _ = send(
                    at,
                    "CLUSTER",
                    "ADDSLOTSRANGE",
                    String.valueOf(SLOTS * at / masters),
                    String.valueOf(SLOTS * (at + 1) / masters - 1));
        }
        var first = nodes.getFirst();
        for (int at = 1; at < nodes.size(); at++) {
            var _ = send(
                    at,
                    "CLUSTER",
                    "MEET",
                    "127.0.0.1",
                    String.valueOf(first.server().port),
                    String.valueOf(first.busPort()));
        }
        until(() -> nodes.stream().allMatch(node -> node.knows(nodes.size())), "every node knows the others");
        for (int at = masters; at < nodes.size(); at++) {
            var _ = send(at, "CLUSTER", "REPLICATE", nodes.get(at % masters).id());
        }
        int replicas = nodes.size() - masters;
        until(() -> nodes.stream().allMatch(node -> node.isWhole(replicas)), "every node knows the cluster whole");
    }

    /** URLs of the nodes, separated by commas. */
    public String urls() {
        return nodes.stream().map(node -> node.server().url()).collect(Collectors.joining(","));
    }

    /** To be stopped, killed and brought back. */
    public Server server(int node) {
        return nodes.get(node).server();
    }

    /** The answer to a command to one node; an error is an {@link java.io.UncheckedIOException}. */
    public String send(int node, String... words) {
        return nodes.get(node).send(words);
    }

    /** The slot of a key. */
    public int slot(String key) {
        return Integer.parseInt(running().send("CLUSTER", "KEYSLOT", key));
    }

    /** The node that serves a slot, as the first one says that runs. */
    public int owner(int slot) {
        var id = running().owner(slot);
        return IntStream.range(0, nodes.size())
                .filter(at -> nodes.get(at).running() && nodes.get(at).id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the node of slot " + slot + " does not run"));
    }

    private RedisClusterNode running() {
        return nodes.stream().filter(RedisClusterNode::running).findFirst().orElseThrow();
    }

    /** A slot to be moved to another master. */
    public RedisSlotMove move(int slot, int from, int to) {
        return new RedisSlotMove(slot, nodes.get(from), nodes.get(to), nodes);
    }

    /** Waits until a replica of a master that was killed has taken its place; gives the new master. */
    public int awaitTakenOver(int killed) {
        until(() -> takenOver(killed).isPresent(), "a replica takes over");
        return takenOver(killed).orElseThrow();
    }

    private OptionalInt takenOver(int killed) {
        return IntStream.range(0, nodes.size())
                .filter(at -> at != killed && at % masters == killed % masters)
                .filter(at -> nodes.get(at).running() && nodes.get(at).isMaster())
                .findFirst();
    }

    private static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + SETTLED_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new ServersUnavailable("not within " + SETTLED_MAX + ": " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.server().stop());
    }
}
