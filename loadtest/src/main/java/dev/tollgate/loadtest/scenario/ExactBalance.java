package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.run.BenchCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;

/**
 * Balance for exactly 1,000 calls and 2,000 callers at once: exactly 1,000 get a 2xx. The same at the cap, and the same
 * over two gateway processes. Callers repeat 429 and 503 after Retry-After, and 402 while any call is in flight.
 */
@Command(
        name = "exact-balance",
        description = "2,000 callers at a balance, or a cap, for exactly 1,000 calls, over one gateway and two; 2 min")
public final class ExactBalance extends BenchCommand {

    private static final int CALLS = 1_000;
    private static final int CALLERS = 2_000;
    private static final long PRICE_MICROS = 100;
    private static final int INSUFFICIENT = 402;
    private static final Duration HOLD_MAX = Duration.ofSeconds(110);
    private static final int HOLD_POLL_SECONDS = 5;

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        var second = installation.furtherGateway();
        installation.gateway().start();
        second.start();
        var all = List.of(installation.gateway().port(), second.port());
        report.figures()
                .put("at_the_balance", atTheBalance(installation, all.subList(0, 1)))
                .put("at_the_cap", atTheCap(installation, all.subList(0, 1)))
                .put("at_the_balance_over_two_gateways", atTheBalance(installation, all))
                .put("at_the_cap_over_two_gateways", atTheCap(installation, all))
                .put("callers", CALLERS)
                .put("calls_covered", CALLS);
        System.out.println(report);
    }

    private static int atTheBalance(Installation installation, List<Integer> gateways) throws Exception {
        var account = BenchAccount.create(installation.control(), CALLS * PRICE_MICROS);
        var key = account.credential(BenchAccount.Kind.API_KEY, "tasks:write");
        return exactly(account, key, gateways);
    }

    private static int atTheCap(Installation installation, List<Integer> gateways) throws Exception {
        var account = BenchAccount.create(installation.control(), 10 * CALLS * PRICE_MICROS);
        var key = account.credential(BenchAccount.Kind.API_KEY, "tasks:write");
        account.override(JsonTrees.object()
                .put("cap_micros", account.preparedMicros() + CALLS * PRICE_MICROS)
                .put("reason", "a cap for exactly " + CALLS + " calls"));
        return exactly(account, key, gateways);
    }

    private static int exactly(BenchAccount account, BenchAccount.Credential key, List<Integer> gateways)
            throws InterruptedException {
        int done = successes(key, gateways);
        require(done == CALLS, "exactly " + CALLS + " calls succeed, but " + done + " did");
        var _ = BenchAccount.requireCharged("calls", List.of(account), CALLS * PRICE_MICROS, 0);
        return done;
    }

    private static int successes(BenchAccount.Credential key, List<Integer> gateways) throws InterruptedException {
        var clients = gateways.stream()
                .map(gateway -> new AppClient(gateway, key.secret()))
                .toList();
        var unsettled = new AtomicInteger(CALLERS);
        var done = new AtomicInteger();
        var _ = Callers.inParallel(
                CALLERS, CALLERS, i -> succeeds(clients.get(i % clients.size()), "caller-" + i, unsettled, done));
        return done.get();
    }

    /**
     * Repeats a call until it succeeds, or is 402 while no call of another caller may be in flight. A hold whose
     * verdict was lost is such a call until its bucket closes.
     */
    private static boolean succeeds(AppClient client, String id, AtomicInteger unsettled, AtomicInteger done)
            throws InterruptedException {
        boolean succeeded = settled(client, id, done);
        unsettled.decrementAndGet();
        if (succeeded) {
            return true;
        }
        while (unsettled.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        long end = System.nanoTime() + HOLD_MAX.toNanos();
        while (!settled(client, id, done)) {
            if (done.get() >= CALLS || System.nanoTime() > end) {
                return false;
            }
            TimeUnit.SECONDS.sleep(HOLD_POLL_SECONDS);
        }
        return true;
    }

    /** Whether the first final response is a success and not a 402. The key makes a repeat the same call. */
    private static boolean settled(AppClient client, String id, AtomicInteger done) {
        var reply = client.settled("POST", "/v1/tasks", id, JsonTrees.object().put("title", id));
        require(
                reply.succeeded() || reply.status() == INSUFFICIENT,
                "a caller gets a success or a 402, but: " + reply.status() + " " + reply.text());
        if (reply.succeeded()) {
            done.incrementAndGet();
        }
        return reply.succeeded();
    }
}
