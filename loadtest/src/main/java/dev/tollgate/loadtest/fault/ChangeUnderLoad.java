package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Credential;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A change of an account or credential under load over three gateways: it acts everywhere within a second. */
record ChangeUnderLoad(String name, Change change) implements FaultPart {

    private static final int CALLERS_PER_GATEWAY = 3;
    private static final long PRICE_MICROS = 20;
    private static final int LOAD_MS_MAX = 2_000;
    private static final long AFTERWARDS_MS = 2_000;
    private static final long ACTS_MAX_MS = 1_000;

    /** What an operator does. */
    @FunctionalInterface
    interface Change {
        void make(BenchAccount account, Credential key);
    }

    static List<ChangeUnderLoad> all() {
        return List.of(
                new ChangeUnderLoad(
                        "cap_lowered",
                        (account, _) -> account.override(
                                JsonTrees.object().put("cap_micros", 0).put("reason", "a trial"))),
                new ChangeUnderLoad("key_revoked", BenchAccount::revoke));
    }

    @Override
    public boolean inShortForm() {
        return false;
    }

    @Override
    public void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        var money = MoneyCheck.begin(testbed);
        var account = BenchAccount.create(testbed.control());
        var key = account.credential(Kind.API_KEY, "tasks:read");
        var successes = new AtomicLong();
        var unknown = new AtomicLong();
        var lastSuccess = new AtomicLong(Long.MIN_VALUE);
        long changed;
        try (var load = new Callers()) {
            for (int i = 0; i < CALLERS_PER_GATEWAY * FaultTestbed.GATEWAYS; i++) {
                var client = new AppClient(
                        testbed.gateways().get(i % FaultTestbed.GATEWAYS).port(), key.secret());
                load.add(() -> {
                    if (succeeds(client, unknown)) {
                        successes.incrementAndGet();
                        lastSuccess.accumulateAndGet(System.nanoTime(), Math::max);
                    } else {
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                });
            }
            TimeUnit.MILLISECONDS.sleep(LOAD_MS_MAX + random.nextInt(LOAD_MS_MAX));
            change.make(account, key);
            changed = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(AFTERWARDS_MS);
            load.stop();
        }
        long lastMs = TimeUnit.NANOSECONDS.toMillis(lastSuccess.get() - changed);
        figures.put("successes", successes.get()).put("last_success_after_ms", lastMs);
        var _ = BenchAccount.requireCharged(
                name, List.of(account), successes.get() * PRICE_MICROS, unknown.get() * PRICE_MICROS);
        money.end(0, figures);
        require(successes.get() > 0, "calls succeed before the change");
        require(lastMs <= ACTS_MAX_MS, name + " acts within " + ACTS_MAX_MS + " ms, but only after " + lastMs);
    }

    private static boolean succeeds(AppClient client, AtomicLong unknown) {
        try {
            var reply = client.get("/v1/workspace", "trial");
            unknown.addAndGet(reply.status() >= 500 ? 1 : 0);
            return reply.succeeded();
        } catch (CompletionException cut) {
            unknown.incrementAndGet();
            return false;
        }
    }
}
