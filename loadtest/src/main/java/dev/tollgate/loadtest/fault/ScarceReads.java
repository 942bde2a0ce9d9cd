package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Reads of an account whose balance ends on the way: charges must never pass it, whatever fails. */
final class ScarceReads {

    private static final int CALLS_COVERED = 120;
    static final long PRICE_MICROS = 20;
    private static final double CALLS_PER_SECOND = 24;
    private static final int INSUFFICIENT = 402;

    private final BenchAccount account;
    private final List<AppClient> clients;
    private final AtomicLong successes = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();

    ScarceReads(FaultTestbed testbed, AppClient control) {
        account = BenchAccount.create(control, CALLS_COVERED * PRICE_MICROS);
        var key = account.credential(Kind.API_KEY, "tasks:read").secret();
        clients = testbed.gateways().stream()
                .map(gateway -> new AppClient(gateway.port(), key))
                .toList();
    }

    /** One caller at each gateway. */
    void start(Callers callers) {
        for (int i = 0; i < clients.size(); i++) {
            var client = clients.get(i);
            var paced =
                    new SteadyLoad.Paced(clients.size() / CALLS_PER_SECOND, i / CALLS_PER_SECOND, () -> read(client));
            callers.add(paced);
        }
    }

    private void read(AppClient client) {
        try {
            var reply = client.get("/v1/workspace", "scarce");
            if (reply.succeeded()) {
                successes.incrementAndGet();
            } else if (reply.status() == INSUFFICIENT) {
                refusals.incrementAndGet();
            } else if (reply.status() >= 500) {
                unknown.incrementAndGet();
            }
        } catch (CompletionException cut) {
            unknown.incrementAndGet();
        }
    }

    /** Compares with the ledger, which may have charged so much beyond the balance. */
    void compare(long graceMaxMicros, ObjectNode figures) throws InterruptedException {
        long due = successes.get() * PRICE_MICROS;
        long charged = BenchAccount.requireCharged(
                "reads of the scarce account", List.of(account), due, unknown.get() * PRICE_MICROS);
        long beyond = Math.max(0, charged - CALLS_COVERED * PRICE_MICROS);
        figures.put("covered", CALLS_COVERED)
                .put("successes", successes.get())
                .put("refused_402", refusals.get())
                .put("unknown", unknown.get())
                .put("charged_micros", charged)
                .put("beyond_balance_micros", beyond);
        require(
                beyond <= graceMaxMicros,
                "charges pass the balance by at most " + graceMaxMicros + ", but by " + beyond);
    }
}
