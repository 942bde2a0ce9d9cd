package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A credential is revoked, a module switched off, a cap lowered, each under load over two gateway processes: the last
 * 2xx comes less than a second after the change was answered, in the worst of 50 trials each.
 */
public final class Revocation implements Scenario {

    private static final int TRIALS = 50;
    private static final int CALLERS_PER_GATEWAY = 4;
    private static final long LOAD_BEFORE_MS = 50;
    private static final long LOAD_AFTER_MS = 1_100;
    private static final long ALLOWED_MS = 1_000;
    private static final Duration CALL_MAX = Duration.ofSeconds(20);

    private final HttpClient http = AppClient.connections();
    private int trial;

    @Override
    public String name() {
        return "revocation";
    }

    @Override
    public int moreGateways() {
        return 1;
    }

    @Override
    public void run(Installation installation, Report report) throws Exception {
        var account = Account.prepare(installation.control(), "bench");
        account.topUp(1_000_000_000);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var gateways = installation.gateways();
            worst(report, "revocation", trials(() -> revoked(threads, account, gateways)));
            worst(report, "module_off", trials(() -> moduleOff(threads, account, gateways)));
            worst(report, "cap_change", trials(() -> capLowered(threads, account, gateways)));
        }
        report.figures()
                .put("trials_each", TRIALS)
                .put("gateways", installation.gateways().size());
    }

    private interface Trial {
        long lastSuccessMs() throws Exception;
    }

    private static long trials(Trial trial) throws Exception {
        long worst = Long.MIN_VALUE;
        for (int i = 0; i < TRIALS; i++) {
            worst = Math.max(worst, trial.lastSuccessMs());
        }
        return worst;
    }

    private static void worst(Report report, String change, long worstMs) {
        report.figures().put(change + "_last_2xx_after_ms_worst", worstMs);
        require(worstMs < ALLOWED_MS, change + " acts in under a second, but a 2xx came after " + worstMs + " ms");
    }

    private long revoked(ExecutorService threads, Account account, List<URI> gateways) throws Exception {
        var key = account.credential(Account.Kind.API_KEY, List.of("tasks:read"));
        return under(load(threads, key, gateways), () -> account.revoke(key));
    }

    private long moduleOff(ExecutorService threads, Account account, List<URI> gateways) throws Exception {
        var key = account.credential(Account.Kind.API_KEY, List.of("tasks:read"));
        var last = under(load(threads, key, gateways), () -> account.module("tasks", false));
        account.module("tasks", true);
        account.revoke(key);
        return last;
    }

    private long capLowered(ExecutorService threads, Account account, List<URI> gateways) throws Exception {
        var key = account.credential(Account.Kind.API_KEY, List.of("tasks:read"));
        var lowered = account.control().object().put("cap_micros", 0).put("reason", "a trial");
        var last = under(load(threads, key, gateways), () -> account.override(lowered));
        var _ = account.control().delete("/tenants/" + account.tenant() + "/override");
        account.revoke(key);
        return last;
    }

    /** Milliseconds from the change's answer to the last success; negative when none came after it. */
    private static long under(Load load, Runnable change) throws Exception {
        while (!load.succeeded()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(LOAD_BEFORE_MS);
        change.run();
        long answered = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(LOAD_AFTER_MS);
        return TimeUnit.NANOSECONDS.toMillis(load.stop() - answered);
    }

    /** Callers with an address each: failed credentials of one must not turn the others away. */
    private Load load(ExecutorService threads, Account.Credential key, List<URI> gateways) {
        var load = new Load();
        trial++;
        int caller = 0;
        for (var gateway : gateways) {
            for (int i = 0; i < CALLERS_PER_GATEWAY; i++) {
                var address = "10.1." + trial + '.' + ++caller;
                var client = new AppClient(http, gateway, key.secret(), address);
                load.add(threads.submit(() -> load.run(client)));
            }
        }
        return load;
    }

    /** Callers that go on until told, remembering when the last success came. */
    private static final class Load {

        private final AtomicBoolean going = new AtomicBoolean(true);
        private final AtomicLong lastSuccess = new AtomicLong(Long.MIN_VALUE);
        private final List<Future<?>> callers = new ArrayList<>();

        void add(Future<?> caller) {
            callers.add(caller);
        }

        Void run(AppClient client) throws Exception {
            while (going.get()) {
                var answer = client.rest("GET", "/v1/tasks?limit=1", "trial", null, null)
                        .get(CALL_MAX.toSeconds(), TimeUnit.SECONDS);
                if (answer.succeeded()) {
                    lastSuccess.accumulateAndGet(System.nanoTime(), Math::max);
                } else {
                    TimeUnit.MILLISECONDS.sleep(2);
                }
            }
            return null;
        }

        boolean succeeded() {
            return lastSuccess.get() != Long.MIN_VALUE;
        }

        long stop() throws InterruptedException, ExecutionException {
            going.set(false);
            for (var caller : callers) {
                caller.get();
            }
            return lastSuccess.get();
        }
    }
}
