package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.Answer;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Balance for exactly 1,000 calls and 2,000 callers at once: exactly 1,000 get a 2xx. The same at the cap, and the same
 * over two gateway processes. Callers repeat 429 and 503 after Retry-After, and 402 while any call is in flight.
 */
public final class ExactBalance implements Scenario {

    private static final int CALLS = 1_000;
    private static final int CALLERS = 2_000;
    private static final int CONNECTIONS_PER_GATEWAY = 4;
    private static final long PRICE_MICROS = 100;
    private static final long WORKSPACE_MICROS = 10_000;
    private static final long CREDENTIAL_MICROS = 1_000;
    private static final int SETTLE_SECONDS_MAX = 60;
    private static final int ASK_AGAIN_SECONDS = 5;
    private static final Duration HOLD_MAX = Duration.ofSeconds(110);
    private static final Duration RUN_MAX = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "exact-balance";
    }

    @Override
    public int moreGateways() {
        return 1;
    }

    @Override
    public void run(Installation installation, Report report) throws Exception {
        var all = installation.gateways();
        report.figures().put("at_the_balance", atTheBalance(installation, all.subList(0, 1)));
        report.figures().put("at_the_cap", atTheCap(installation, all.subList(0, 1)));
        report.figures().put("at_the_balance_over_two_gateways", atTheBalance(installation, all));
        report.figures().put("at_the_cap_over_two_gateways", atTheCap(installation, all));
        report.figures().put("callers", CALLERS).put("calls_covered", CALLS);
    }

    private static int atTheBalance(Installation installation, List<URI> gateways) throws Exception {
        var account = Account.prepare(installation.control(), "bench");
        account.topUp(CREDENTIAL_MICROS);
        var key = account.credential(Account.Kind.API_KEY, List.of("tasks:write"));
        account.topUp(CALLS * PRICE_MICROS);
        return exactly(account, key, gateways);
    }

    private static int atTheCap(Installation installation, List<URI> gateways) throws Exception {
        var account = Account.prepare(installation.control(), "bench");
        account.topUp(10 * CALLS * PRICE_MICROS);
        var key = account.credential(Account.Kind.API_KEY, List.of("tasks:write"));
        account.override(account.control()
                .object()
                .put("cap_micros", WORKSPACE_MICROS + CREDENTIAL_MICROS + CALLS * PRICE_MICROS)
                .put("reason", "a cap for exactly " + CALLS + " calls"));
        return exactly(account, key, gateways);
    }

    private static int exactly(Account account, Account.Credential key, List<URI> gateways) throws Exception {
        var done = callers(key, gateways);
        require(done == CALLS, "exactly " + CALLS + " calls succeed, but " + done + " did");
        long charged = WORKSPACE_MICROS + CREDENTIAL_MICROS + CALLS * PRICE_MICROS;
        long spend = settledSpend(account, charged);
        require(spend == charged, "the ledger has charged " + charged + " micros, not " + spend);
        return done;
    }

    /** The spend once the ledger has caught up. */
    private static long settledSpend(Account account, long expected) throws InterruptedException {
        long spend = 0;
        for (int i = 0; i < SETTLE_SECONDS_MAX && spend < expected; i++) {
            TimeUnit.SECONDS.sleep(1);
            spend = account.billing().path("spend_micros").asLong();
        }
        return spend;
    }

    private static int callers(Account.Credential key, List<URI> gateways) throws Exception {
        var clients = new ArrayList<AppClient>();
        for (int i = 0; i < CONNECTIONS_PER_GATEWAY; i++) {
            HttpClient connections = AppClient.connections();
            gateways.forEach(gateway -> clients.add(new AppClient(connections, gateway, key.secret())));
        }
        var unsettled = new AtomicInteger(CALLERS);
        var done = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < CALLERS; i++) {
                var client = clients.get(i % clients.size());
                var id = "caller-" + i;
                work.add(() -> succeeds(client, id, unsettled, done));
            }
            for (var result : threads.invokeAll(work, RUN_MAX.toSeconds(), TimeUnit.SECONDS)) {
                var _ = result.get();
            }
            return done.get();
        }
    }

    /**
     * One caller's patience: until its call succeeds, or is 402 while nobody else's call may still be in flight. A hold
     * whose verdict was lost on the way is such a call until its bucket closes.
     */
    private static boolean succeeds(AppClient client, String id, AtomicInteger unsettled, AtomicInteger done)
            throws Exception {
        if (counted(answered(client, id), done)) {
            unsettled.decrementAndGet();
            return true;
        }
        unsettled.decrementAndGet();
        while (unsettled.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        long end = System.nanoTime() + HOLD_MAX.toNanos();
        while (!counted(answered(client, id), done)) {
            if (done.get() >= CALLS || System.nanoTime() > end) {
                return false;
            }
            TimeUnit.SECONDS.sleep(ASK_AGAIN_SECONDS);
        }
        return true;
    }

    private static boolean counted(Answer answer, AtomicInteger done) {
        if (answer.succeeded()) {
            done.incrementAndGet();
        }
        return answer.succeeded();
    }

    /** The first answer that is neither 429 nor 503: a success or a 402. The key makes a repeat the same call. */
    private static Answer answered(AppClient client, String id) throws Exception {
        while (true) {
            var body = JsonNodeFactory.instance.objectNode().put("title", id);
            var answer = client.rest("POST", "/v1/tasks", id, id, body).get(RUN_MAX.toSeconds(), TimeUnit.SECONDS);
            if (answer.status() == 429 || answer.status() == 503 || answer.status() == 409) {
                TimeUnit.SECONDS.sleep(answer.retryAfterSeconds().orElse(1L));
            } else if (answer.succeeded() || answer.status() == 402) {
                return answer;
            } else {
                throw new Scenario.Broken("a caller got " + answer.status() + " " + answer.body());
            }
        }
    }
}
