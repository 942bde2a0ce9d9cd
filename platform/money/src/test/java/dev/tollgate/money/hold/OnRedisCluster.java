package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.RedisClusterServers;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.copy.AccountCopy;
import dev.tollgate.money.redis.HashSlot;
import dev.tollgate.money.redis.RedisAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Accounts on a real cluster of three masters with a replica each. */
public abstract class OnRedisCluster {

    static final int MASTERS = 3;
    static final Duration WAIT_MAX = Duration.ofSeconds(30);
    static final RateLimit OFTEN = new RateLimit(RateLimit.TENANT, 10_000);

    @TempDir
    static Path folder;

    static RedisClusterServers cluster;
    static MoneyBench bench;
    static Holds holds;

    @BeforeAll
    static void start() {
        cluster = RedisClusterServers.start(folder, MASTERS, 1);
        bench = new MoneyBench(Clock.systemUTC(), address());
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        bench.awaited(bench.functions::load);
    }

    @AfterAll
    static void stop() {
        bench.close();
        cluster.close();
    }

    static RedisAddress address() {
        return new RedisAddress(List.of(cluster.urls().split(",", -1)), true);
    }

    static HoldRequest request(TenantId tenant, long micros) {
        return new HoldRequest(tenant, micros, List.of(OFTEN));
    }

    static int owner(TenantId tenant) {
        return cluster.owner(HashSlot.of(tenant));
    }

    static boolean isAdmitted(TenantId tenant, long micros) {
        return attempt(tenant, micros) instanceof HoldDecision.Admitted;
    }

    /** Null where Redis gave no verdict. */
    static HoldDecision attempt(TenantId tenant, long micros) {
        try {
            return bench.awaited(() -> holds.hold(request(tenant, micros)));
        } catch (Failure.Unavailable e) {
            return null;
        }
    }

    static AccountCopy copy(TenantId tenant) {
        return bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                .getFirst()
                .orElseThrow();
    }
}
