package dev.tollgate.billing.app;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The money of a gateway process with one loop, and callers of all accounts in turn, so many at a time. */
final class RebuildGateway implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final int RENEWAL_CONNECTIONS = 2;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final List<TenantId> tenants;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final int seed;

    /** Accounts that admitted a call since the last {@link #forget}. */
    final Set<TenantId> served = ConcurrentHashMap.newKeySet();

    private volatile boolean stopped;
    private Holds holds;
    private int next;
    private int round;

    RebuildGateway(BillingBench bench, OutboxSignal signal, List<TenantId> accounts, int seed) {
        this.seed = seed;
        this.tenants = new ArrayList<>(accounts);
        Collections.shuffle(tenants, new Random(seed));
        loop.runOnContext(_ -> {
            var functions =
                    RedisFunctions.open(vertx, TestServers.shared().addresses().redisUrl());
            var database = Database.open(vertx, bench.postgres, DatabaseRole.APP, CONNECTIONS, bench.clock);
            var renewals = Database.open(vertx, bench.postgres, DatabaseRole.APP, RENEWAL_CONNECTIONS, bench.clock);
            var setup = new Copies.Setup(bench.plans, bench.clock, bench::slice, signal, new CopyRebuilds());
            holds = new Holds(vertx, functions, new Copies(database, renewals, functions, setup));
            opened.countDown();
        });
    }

    /** Begins to call: so many calls wait at a time, each followed by one of the next account. */
    void call(int atATime) throws InterruptedException {
        opened.await();
        loop.runOnContext(_ -> {
            for (int i = 0; i < atATime; i++) {
                callNext();
            }
        });
    }

    /** Calls that are under way do not count either: they may have been admitted before. */
    void forget() {
        Promise<Void> forgotten = Promise.promise();
        loop.runOnContext(_ -> {
            round++;
            served.clear();
            forgotten.complete();
        });
        forgotten.future().await();
    }

    private void callNext() {
        if (stopped) {
            return;
        }
        var tenant = tenants.get(next++ % tenants.size());
        int begun = round;
        holds.hold(new HoldRequest(tenant, 1, List.of())).onComplete(answer -> {
            if (answer.result() instanceof HoldDecision.Admitted admitted) {
                if (begun == round) {
                    served.add(tenant);
                }
                holds.release(tenant, admitted.hold(), 1);
            }
            loop.runOnContext(_ -> callNext());
        });
    }

    @Override
    public void close() {
        stopped = true;
        Future<Void> closed = vertx.close();
        closed.await();
    }

    @Override
    public String toString() {
        return "gateway " + seed;
    }
}
