package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.RedisClusterServers;
import dev.tollgate.loadtest.environment.KafkaBrokers;
import dev.tollgate.loadtest.fault.FaultCase.Allowed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * The same installation where one machine does not serve: a Redis cluster of three masters with a replica each, whose
 * slots move and of which one is killed, and three Kafka brokers of which one is killed.
 */
final class ClusterCases {

    private static final int MASTERS = 3;
    private static final int BROKERS = 3;
    private static final int SLOTS = 16_384;
    private static final int EMPTY_SLOTS_MOVED = 200;
    private static final int OPEN_MS_MAX = 200;
    private static final long BROKER_AWAY_MS = 5_000;

    /** What happens to a cluster. */
    @FunctionalInterface
    private interface ClusterFault {
        void strike(RedisClusterServers cluster, Random random, ObjectNode figures) throws Exception;
    }

    private ClusterCases() {}

    static List<FaultCase> all(boolean quick) {
        int rounds = quick ? 2 : 6;
        return List.of(
                onCluster("cluster_reshard", (cluster, random, figures) -> reshard(cluster, rounds, random, figures))
                        .allowing(openHolds(rounds)),
                onCluster("cluster_master_killed", ClusterCases::killMaster).allowing(Allowed.OPEN_HOLDS),
                brokerKilled());
    }

    /** What open holds may cost where an account is rebuilt so often. */
    private static Allowed openHolds(int rebuilds) {
        return new Allowed(Allowed.OPEN_HOLDS.recovery(), 0, rebuilds * Allowed.OPEN_HOLDS.graceMicros());
    }

    private static FaultCase onCluster(String name, ClusterFault fault) {
        var started = new AtomicReference<RedisClusterServers>();
        return FaultCase.of(name, (_, random, figures) -> fault.strike(requireNonNull(started.get()), random, figures))
                .prepared((testbed, _, _) -> {
                    var cluster = RedisClusterServers.start(folder(testbed, name), MASTERS, 1);
                    started.set(cluster);
                    testbed.onRestore(cluster::close);
                    testbed.replaceAll(Map.of("TOLLGATE_REDIS_URL", cluster.urls(), "TOLLGATE_REDIS_CLUSTER", "true"));
                });
    }

    private static Path folder(FaultTestbed testbed, String name) throws IOException {
        return Files.createTempDirectory(testbed.installation().folder(), name);
    }

    /** Every slot with an account moves in each round, some of them slowly, and some that are empty. */
    private static void reshard(RedisClusterServers cluster, int rounds, Random random, ObjectNode figures)
            throws InterruptedException {
        int accounts = 0;
        for (int round = 0; round < rounds; round++) {
            for (int slot : slotsOfAccounts(cluster)) {
                int from = cluster.owner(slot);
                var move = cluster.move(slot, from, (from + 1 + random.nextInt(MASTERS - 1)) % MASTERS)
                        .begin();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(OPEN_MS_MAX));
                move.end();
                accounts++;
            }
            for (int i = 0; i < EMPTY_SLOTS_MOVED / rounds; i++) {
                int slot = random.nextInt(SLOTS);
                int from = cluster.owner(slot);
                cluster.move(slot, from, (from + 1) % MASTERS).begin().end();
            }
        }
        require(accounts > 0, "slots with accounts are moved");
        figures.put("slots_with_accounts_moved", accounts).put("slots_moved", accounts + EMPTY_SLOTS_MOVED);
    }

    private static List<Integer> slotsOfAccounts(RedisClusterServers cluster) {
        var slots = new ArrayList<Integer>();
        IntStream.range(0, MASTERS)
                .mapToObj(master -> cluster.send(master, "KEYS", "*:account"))
                .flatMap(String::lines)
                .forEach(key -> slots.add(cluster.slot(key)));
        return slots;
    }

    /** A master with accounts; it comes back as a replica of its replica. */
    private static void killMaster(RedisClusterServers cluster, Random random, ObjectNode figures) {
        var slots = slotsOfAccounts(cluster);
        int killed = cluster.owner(slots.get(random.nextInt(slots.size())));
        long began = System.nanoTime();
        cluster.server(killed).kill();
        figures.put("killed", killed)
                .put("taken_over_by", cluster.awaitTakenOver(killed))
                .put("taken_over_after_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        cluster.server(killed).start();
    }

    private static FaultCase brokerKilled() {
        var name = "kafka_broker_killed";
        var started = new AtomicReference<KafkaBrokers>();
        return FaultCase.of(name, (_, random, figures) -> {
                    int killed = 1 + random.nextInt(BROKERS);
                    figures.put("killed", killed);
                    requireNonNull(started.get()).kill(killed);
                    TimeUnit.MILLISECONDS.sleep(BROKER_AWAY_MS);
                    requireNonNull(started.get()).restart(killed);
                })
                .prepared((testbed, _, _) -> {
                    var brokers = KafkaBrokers.start(folder(testbed, name), BROKERS);
                    started.set(brokers);
                    testbed.onRestore(brokers::close);
                    testbed.replaceAll(Map.of(
                            "TOLLGATE_KAFKA_BOOTSTRAP_SERVERS",
                            brokers.bootstrap(),
                            "TOLLGATE_KAFKA_REPLICAS",
                            String.valueOf(BROKERS)));
                });
    }
}
