package dev.tollgate.loadtest.overload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Calls of an operator and looks at the health endpoint for some time, at a constant rate, whatever the one before
 * took, unless a hundred of them wait for their answer. The operator lists tenants, and sets the caps of those that
 * take part in the load, one after the other: a cap that is stored and not published in time shows in the latency only.
 * A cap needs the row of the account, which the meter keeps locked while it books, so there is one a second.
 */
final class ReserveProbe implements AutoCloseable {

    private static final int PER_SECOND = 10;
    private static final int CAPS_PER_SECOND = 1;
    private static final int AT_ONCE_MAX = 100;
    /** More than a load of an hour costs. */
    private static final long CAP_MICROS = 1_000_000_000_000L;

    private static final String SUCCESS = "200";
    private static final String OPERATORS_CALL = "/control/v1/tenants?limit=1";

    /** One kind of probe. */
    private static final class Probe {
        private final Supplier<CallResponse> call;
        private final LatencyHistogram latencies = new LatencyHistogram();
        private final Map<String, Long> failures = new TreeMap<>();

        Probe(Supplier<CallResponse> call) {
            this.call = call;
        }

        void run(int perSecond, int seconds) throws InterruptedException {
            Callers.atRate(perSecond, perSecond * seconds, AT_ONCE_MAX, _ -> {
                long began = System.nanoTime();
                var outcome = outcome();
                add(outcome, System.nanoTime() - began);
                return outcome;
            });
        }

        private synchronized void add(String outcome, long nanos) {
            if (!outcome.equals(SUCCESS)) {
                failures.merge(outcome, 1L, Long::sum);
            }
            latencies.add(nanos);
        }

        private String outcome() {
            try {
                return call.get().outcome();
            } catch (CompletionException _) {
                return "broken";
            }
        }

        synchronized void write(ObjectNode figures) {
            figures.put("calls", latencies.count())
                    .put(
                            "failures",
                            failures.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
            latencies.write(figures);
            var byOutcome = figures.putObject("failures_by_outcome");
            failures.forEach(byOutcome::put);
        }
    }

    private final Probe control;
    private final Probe cap;
    private final Probe health;
    private final Callers callers = new Callers();

    ReserveProbe(Installation installation, List<BenchAccount> busy) {
        var operator = installation.control();
        this.control =
                new Probe(() -> operator.get(OPERATORS_CALL, UUID.randomUUID().toString()));
        var override = JsonTrees.object().put("cap_micros", CAP_MICROS).put("reason", "a trial");
        var next = new AtomicInteger();
        this.cap =
                new Probe(() -> busy.get(next.getAndIncrement() % busy.size()).tryOverride(override));
        this.health = new Probe(installation.gateway()::health);
    }

    void start(int seconds) {
        callers.once(() -> control.run(PER_SECOND, seconds));
        callers.once(() -> cap.run(CAPS_PER_SECOND, seconds));
        callers.once(() -> health.run(PER_SECOND, seconds));
    }

    /** Waits for the last answers, and writes what the probes saw. */
    void stop(ObjectNode figures) throws InterruptedException {
        callers.stop();
        control.write(figures.putObject("control"));
        cap.write(figures.putObject("cap"));
        health.write(figures.putObject("health"));
    }

    @Override
    public void close() {
        callers.close();
    }
}
