package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.FreePort;
import dev.tollgate.embedded.Server;
import dev.tollgate.embedded.SingleServers;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Servers that stop, lose what they have, or refuse. */
final class ServerCases {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration SYNC_MAX = Duration.ofSeconds(20);
    private static final long PAUSE_MS = 5_000;
    private static final long LAG_MS = 2_000;
    private static final String BACKENDS_OF_PARTS =
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    private static final String ACCOUNTS = "SELECT FROM billing.account FOR UPDATE";

    private ServerCases() {}

    static List<FaultCase> redis(boolean quick) {
        return List.of(
                FaultCase.of("redis_flushed", (testbed, _, _) -> flush(testbed))
                        .allowing(FaultCase.Allowed.OPEN_HOLDS)
                        .alsoShort(),
                FaultCase.of(
                                "redis_stopped",
                                stopped(testbed -> testbed.servers().redis(), quick ? 3 : 30))
                        .allowing(FaultCase.Allowed.OPEN_HOLDS),
                FaultCase.of("redis_killed", killed(testbed -> testbed.servers().redis()))
                        .allowing(FaultCase.Allowed.OPEN_HOLDS),
                FaultCase.of(
                        "redis_paused",
                        (testbed, _, _) -> FaultTestbed.paused(testbed.servers().redisPid(), PAUSE_MS)),
                FaultCase.of("redis_out_of_memory", (testbed, _, figures) -> outOfMemory(testbed, figures)),
                FaultCase.of("redis_functions_flushed", (testbed, _, _) -> {
                    var _ = testbed.redis().send("FUNCTION", "FLUSH");
                }),
                FaultCase.of("redis_first_replica", (testbed, _, _) -> firstReplica(testbed)),
                FaultCase.of("redis_failover_to_late_replica", (testbed, random, _) -> failover(testbed, random))
                        .allowing(FaultCase.Allowed.OPEN_HOLDS));
    }

    static List<FaultCase> postgres() {
        return List.of(
                FaultCase.of(
                        "postgres_killed", killed(testbed -> testbed.servers().postgres())),
                FaultCase.of(
                                "postgres_backends_ended",
                                (testbed, _, _) -> testbed.servers().sql().execute(BACKENDS_OF_PARTS))
                        .alsoShort(),
                FaultCase.of(
                        "postgres_accounts_locked",
                        (testbed, _, _) -> testbed.servers().sql().whileLocked(ACCOUNTS, () -> sleep(PAUSE_MS))));
    }

    private static void flush(FaultTestbed testbed) throws IOException {
        var _ = testbed.redis().send("FLUSHALL");
    }

    private static Fault stopped(Function<FaultTestbed, Server> chosen, int seconds) {
        return (testbed, _, _) -> {
            var server = chosen.apply(testbed);
            server.stop();
            TimeUnit.SECONDS.sleep(seconds);
            server.start();
        };
    }

    private static Fault killed(Function<FaultTestbed, Server> chosen) {
        return (testbed, random, _) -> {
            var server = chosen.apply(testbed);
            server.kill();
            TimeUnit.MILLISECONDS.sleep(random.nextInt((int) LAG_MS));
            server.start();
        };
    }

    private static void outOfMemory(FaultTestbed testbed, ObjectNode figures) throws Exception {
        var redis = testbed.redis();
        var _ = redis.send("CONFIG", "SET", "maxmemory", "1");
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        var _ = redis.send("CONFIG", "SET", "maxmemory", "0");
        figures.put("used_memory_bytes", redis.info("used_memory"));
    }

    /** Attaching a first replica changes the master's replication id; nothing is lost. */
    private static void firstReplica(FaultTestbed testbed) throws Exception {
        int port = FreePort.orAny(0);
        var replica = SingleServers.redis(testbed.servers().folder().resolve("replica-" + port), port);
        try {
            replica.start();
            follow(new RedisCommands(port), testbed.servers().redisPort());
        } finally {
            replica.stop();
        }
    }

    /** The master dies while its replica lags; what the replica has not seen is gone. */
    private static void failover(FaultTestbed testbed, Random random) throws Exception {
        int port = FreePort.orAny(0);
        var replica = SingleServers.redis(testbed.servers().folder().resolve("replica-" + port), port);
        testbed.onRestore(replica::stop);
        try (var replication = new FaultProxy()) {
            replication.to(testbed.servers().redisPort());
            replica.start();
            follow(new RedisCommands(port), replication.port());
            replication.set(new LinkFault.BlackHole());
            TimeUnit.MILLISECONDS.sleep(random.nextInt((int) LAG_MS));
            testbed.servers().redis().kill();
            var _ = new RedisCommands(port).send("REPLICAOF", "NO", "ONE");
            testbed.links().redisAt(port);
        }
    }

    private static void follow(RedisCommands replica, int masterPort) throws IOException, InterruptedException {
        var _ = replica.send("REPLICAOF", "127.0.0.1", Integer.toString(masterPort));
        var synced = Await.until(SYNC_MAX, POLL, () -> {
            try {
                return replica.info("master_link_status").equals("up");
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        require(synced, "the replica is in sync within " + SYNC_MAX);
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
