package dev.tollgate.loadtest.overload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls of an operator and looks at the health endpoint, until it is stopped: each is due ten times a second, whatever
 * the one before took, and its latency counts from when it was due.
 */
final class ReserveProbe implements AutoCloseable {

    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String OPERATORS_CALL = "/control/v1/tenants?limit=1";

    /** One kind of probe; its loop alone writes. */
    private static final class Probe {
        private final Supplier<CallResponse> call;
        private final LatencyHistogram latencies = new LatencyHistogram();
        private long failures;
        private long due = System.nanoTime();

        Probe(Supplier<CallResponse> call) {
            this.call = call;
        }

        void run() throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            failures += succeeds() ? 0 : 1;
            latencies.add(System.nanoTime() - due);
            due += INTERVAL_NANOS;
        }

        private boolean succeeds() {
            try {
                return call.get().status() == 200;
            } catch (CompletionException broken) {
                return false;
            }
        }

        void write(ObjectNode figures) {
            latencies.write(figures.put("calls", latencies.count()).put("failures", failures));
        }
    }

    private final Probe control;
    private final Probe health;
    private final Callers callers = new Callers();

    ReserveProbe(Installation installation) {
        var operator = installation.control();
        this.control =
                new Probe(() -> operator.get(OPERATORS_CALL, UUID.randomUUID().toString()));
        this.health = new Probe(installation.gateway()::health);
    }

    void start() {
        callers.add(control::run);
        callers.add(health::run);
    }

    /** Ends the probes, and writes what they saw. */
    void stop(ObjectNode figures) throws InterruptedException {
        callers.stop();
        control.write(figures.putObject("control"));
        health.write(figures.putObject("health"));
    }

    @Override
    public void close() {
        callers.close();
    }
}
