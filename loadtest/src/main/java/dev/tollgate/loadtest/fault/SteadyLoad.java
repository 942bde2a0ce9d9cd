package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.scenario.CallLedger;
import dev.tollgate.loadtest.scenario.MixedWorkload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Calls at a steady rate over all gateways, counted by the client: the mix of one rich account, and reads of a scarce
 * one whose balance ends on the way. A call that was late is not made up for.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int CONNECTIONS = 12;
    private static final double CALLS_PER_SECOND = 150;
    private static final double SECOND_NANOS = 1e9;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long WINDOW_MS = 1_500;
    /** What must return of the rate. */
    private static final double RETURNED = 0.95;

    private static final String[] SCOPES = {"tasks:read", "tasks:write"};

    private final BenchAccount account;
    private final ScarceReads scarce;
    private final CallLedger ledger = new CallLedger();
    private final List<MixedWorkload> workloads = new ArrayList<>();
    private final Callers callers = new Callers();

    /** Prepares accounts; no call is made. */
    SteadyLoad(FaultTestbed testbed, String name, long seed) {
        var control = testbed.control();
        account = BenchAccount.create(control);
        scarce = new ScarceReads(testbed, control);
        var key = account.credential(Kind.API_KEY, SCOPES).secret();
        var narrow = account.credential(Kind.API_KEY, "usage:read").secret();
        var agent = account.credential(Kind.MCP_CLIENT, SCOPES).secret();
        for (int i = 0; i < CONNECTIONS; i++) {
            int port = testbed.gateways().get(i % testbed.gateways().size()).port();
            var clients = new MixedWorkload.Clients(
                    new AppClient(port, key), new AppClient(port, narrow), new AppClient(port, agent));
            workloads.add(new MixedWorkload(name + "-" + i, clients, ledger, seed + i));
        }
    }

    void start() {
        for (int i = 0; i < CONNECTIONS; i++) {
            callers.add(new Paced(CONNECTIONS / CALLS_PER_SECOND, i / CALLS_PER_SECOND, workloads.get(i)::next));
        }
        scarce.start(callers);
    }

    /** Measures from now on how long no call is served. */
    AnswerGaps gaps() {
        return new AnswerGaps(ledger::served);
    }

    /** Responses per second, other than failures of the server, from now on. */
    double rate(long millis) throws InterruptedException {
        long before = ledger.served();
        long began = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(millis);
        return (ledger.served() - before) * SECOND_NANOS / (System.nanoTime() - began);
    }

    /**
     * How the earlier rate returned.
     *
     * @param seconds until the first window with at least 95 percent of that rate began; empty if none came in time
     * @param ratio of that window, or of the best one, to the earlier rate
     */
    record Recovery(OptionalDouble seconds, double ratio) {

        boolean within(Duration most) {
            return seconds.isPresent() && seconds.getAsDouble() * TimeUnit.SECONDS.toMillis(1) <= most.toMillis();
        }
    }

    /** Waits until the earlier rate has returned, at most so long. */
    Recovery recovery(double earlierRate, Duration most) throws InterruptedException {
        record Sample(long nanos, long served) {}
        var samples = new ArrayList<Sample>();
        double best = 0;
        long began = System.nanoTime();
        long end = began + most.toNanos() + TimeUnit.MILLISECONDS.toNanos(WINDOW_MS);
        while (System.nanoTime() < end) {
            var now = new Sample(System.nanoTime(), ledger.served());
            samples.add(now);
            for (var before : samples) {
                double seconds = (now.nanos - before.nanos) / SECOND_NANOS;
                if (seconds * TimeUnit.SECONDS.toMillis(1) >= WINDOW_MS) {
                    best = Math.max(best, (now.served - before.served) / seconds / earlierRate);
                }
                if (best >= RETURNED) {
                    return new Recovery(OptionalDouble.of((before.nanos - began) / SECOND_NANOS), best);
                }
            }
            Thread.sleep(POLL);
        }
        return new Recovery(OptionalDouble.empty(), best);
    }

    /** Ends the calls; returns when those on their way have ended. */
    void pause() throws InterruptedException {
        callers.stop();
    }

    /** Ends the calls, repeats writes whose outcome is unknown, and compares everything with the records. */
    void settle(long lostMax, long graceMaxMicros, ObjectNode figures) throws InterruptedException {
        callers.stop();
        for (var workload : workloads) {
            workload.repeatUnsure();
        }
        ledger.compare(account, lostMax, figures);
        long spend = account.spendMicros();
        long recorded = account.preparedMicros() + CallLedger.sum(account.appUsageEvents());
        require(spend == recorded, "the spend is the sum of the usage events: " + spend + " and " + recorded);
        scarce.compare(graceMaxMicros, figures.putObject("scarce_account"));
    }

    @Override
    public void close() {
        callers.close();
    }

    /** A call at a constant rate. */
    static final class Paced implements Callers.Call {

        private final long intervalNanos;
        private final Callers.Call call;
        private long nextNanos;

        /** @param firstAfterSeconds keeps callers from calling all at once */
        Paced(double intervalSeconds, double firstAfterSeconds, Callers.Call call) {
            this.intervalNanos = (long) (intervalSeconds * SECOND_NANOS);
            this.nextNanos = System.nanoTime() + (long) (firstAfterSeconds * SECOND_NANOS);
            this.call = call;
        }

        @Override
        public void run() throws Exception {
            TimeUnit.NANOSECONDS.sleep(nextNanos - System.nanoTime());
            nextNanos = Math.max(nextNanos + intervalNanos, System.nanoTime());
            call.run();
        }
    }
}
