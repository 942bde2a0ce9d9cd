package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Credential;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.run.BenchCommand;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;

/**
 * A credential is revoked, a module disabled, a cap lowered, each under load over two gateway processes: the last 2xx
 * comes less than a second after the response to the change, in the worst of 50 trials each.
 */
@Command(
        name = "revocation",
        description = "the last 2xx after a revocation, a module off and a lowered cap, 50 trials each; 4 min")
public final class Revocation extends BenchCommand {

    private static final int TRIALS = 50;
    private static final int CALLERS_PER_GATEWAY = 4;
    private static final long LOAD_BEFORE_MS = 50;
    private static final long LOAD_AFTER_MS = 1_100;
    private static final long ALLOWED_MS = 1_000;

    private int trial;

    @Override
    protected Map<String, String> environment() {
        return Map.of("TOLLGATE_TRUSTED_PROXIES", "127.0.0.1/32");
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        var second = installation.furtherGateway();
        installation.gateway().start();
        second.start();
        var gateways = List.of(installation.gateway().port(), second.port());
        var account = BenchAccount.create(installation.control());
        report("revocation", worstMs(account, gateways, account::revoke, _ -> {}), report);
        report(
                "module_off",
                worstMs(account, gateways, _ -> account.module("tasks", false), key -> {
                    account.module("tasks", true);
                    account.revoke(key);
                }),
                report);
        var lowered = JsonTrees.object().put("cap_micros", 0).put("reason", "a trial");
        report(
                "cap_change",
                worstMs(account, gateways, _ -> account.override(lowered), key -> {
                    account.removeOverride();
                    account.revoke(key);
                }),
                report);
        report.figures().put("trials_each", TRIALS).put("gateways", gateways.size());
        System.out.println(report);
    }

    private static void report(String change, long worstMs, BenchReport report) {
        report.figures().put(change + "_last_2xx_after_ms_worst", worstMs);
        require(worstMs < ALLOWED_MS, change + " acts in under a second, but a 2xx came after " + worstMs + " ms");
    }

    private long worstMs(
            BenchAccount account, List<Integer> gateways, Consumer<Credential> change, Consumer<Credential> undo)
            throws InterruptedException {
        long worst = Long.MIN_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            var key = account.credential(BenchAccount.Kind.API_KEY, "tasks:read");
            worst = Math.max(worst, lastSuccessMs(key, gateways, change));
            undo.accept(key);
        }
        return worst;
    }

    /** Milliseconds from the response to the change until the last success; negative if none followed it. */
    private long lastSuccessMs(Credential key, List<Integer> gateways, Consumer<Credential> change)
            throws InterruptedException {
        var lastSuccess = new AtomicLong(Long.MIN_VALUE);
        try (var load = new Callers()) {
            start(load, key, gateways, lastSuccess);
            while (lastSuccess.get() == Long.MIN_VALUE) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            TimeUnit.MILLISECONDS.sleep(LOAD_BEFORE_MS);
            change.accept(key);
            long changed = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(LOAD_AFTER_MS);
            load.stop();
            return TimeUnit.NANOSECONDS.toMillis(lastSuccess.get() - changed);
        }
    }

    /** Callers with an address each: failed credentials of one must not throttle the others. */
    private void start(Callers load, Credential key, List<Integer> gateways, AtomicLong lastSuccess) {
        trial++;
        int caller = 0;
        for (var gateway : gateways) {
            for (int i = 0; i < CALLERS_PER_GATEWAY; i++) {
                var client = new AppClient(gateway, key.secret(), "10.1." + trial + '.' + ++caller);
                load.add(() -> {
                    if (client.get("/v1/tasks?limit=1", "trial").succeeded()) {
                        lastSuccess.accumulateAndGet(System.nanoTime(), Math::max);
                    } else {
                        TimeUnit.MILLISECONDS.sleep(2);
                    }
                });
            }
        }
    }
}
