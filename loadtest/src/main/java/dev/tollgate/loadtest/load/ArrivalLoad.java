package dev.tollgate.loadtest.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls that arrive at a constant rate, whatever the server does: what it answers, second by second. A call for which
 * no connection is free is not sent and counts as such, so that a slow server does not slow its callers down. Beside
 * it, the same client as a closed loop. Each load has one thread, which does as little per call as it can.
 */
public final class ArrivalLoad {

    private static final long NANOS_OVER_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final int TICK_MS = 1;
    private static final double SECOND_NANOS = 1e9;
    private static final int UNAVAILABLE = 503;

    /** What began in one second. Latencies count from when a call was sent. */
    public static final class Second {
        private final LatencyHistogram done = new LatencyHistogram();
        private final LatencyHistogram refused = new LatencyHistogram();
        private final LatencyHistogram rounds = new LatencyHistogram();
        private final Map<String, Long> others = new TreeMap<>();
        private long unsent;
        private long withoutTime;
        private long beganNanos;

        /** When it began, by {@link System#nanoTime}. */
        public long beganNanos() {
            return beganNanos;
        }

        /** Calls that succeeded. */
        public LatencyHistogram done() {
            return done;
        }

        /** Calls that were answered 503. */
        public LatencyHistogram refused() {
            return refused;
        }

        /**
         * From one look of the client at its sockets to the next: so much of a latency may be the client's own. It
         * looks every millisecond if nothing arrives.
         */
        public LatencyHistogram rounds() {
            return rounds;
        }

        /** Of the calls that were answered 503, those that do not say when to come back. */
        public long withoutTime() {
            return withoutTime;
        }

        /** Other responses by status; 599 for a broken connection, with a call or without one. */
        public Map<String, Long> others() {
            return Map.copyOf(others);
        }

        /** Calls for which no connection was free. */
        public long unsent() {
            return unsent;
        }

        private void lost(long connections) {
            if (connections > 0) {
                others.merge(Integer.toString(LoadWindow.BROKEN), connections, Long::sum);
            }
        }

        private void answered(long sentNanos, int status, int retryAfterSeconds) {
            long nanos = System.nanoTime() - sentNanos;
            if (status < LoadWindow.ERROR_FROM) {
                done.add(nanos);
            } else if (status == UNAVAILABLE) {
                refused.add(nanos);
                withoutTime += retryAfterSeconds > 0 ? 0 : 1;
            } else {
                others.merge(Integer.toString(status), 1L, Long::sum);
            }
        }
    }

    private final AtomicLong cpuMicros = new AtomicLong();

    /** The seconds of a load at this rate, which begins when all connections are open. */
    public List<Second> run(LoadTarget target, int connections, double perSecond, int seconds)
            throws IOException, InterruptedException {
        return run(target, connections, perSecond, seconds, () -> {});
    }

    /** The same; runs this, which must not wait, when all connections are open. */
    public List<Second> run(LoadTarget target, int connections, double perSecond, int seconds, Runnable whenOpen)
            throws IOException, InterruptedException {
        return run(new Run(target, connections, perSecond, seconds, whenOpen));
    }

    /** The seconds of a closed loop: a connection sends its next call when the last one is answered. */
    public List<Second> closed(LoadTarget target, int connections, int seconds)
            throws IOException, InterruptedException {
        return run(new Run(target, connections, Double.POSITIVE_INFINITY, seconds, () -> {}));
    }

    /** Processor microseconds of the threads of all loads that have ended. */
    public long cpuMicros() {
        return cpuMicros.get();
    }

    private List<Second> run(Run run) throws IOException, InterruptedException {
        var load = new FutureTask<>(() -> {
            var seconds = run.seconds();
            cpuMicros.addAndGet(TimeUnit.NANOSECONDS.toMicros(
                    ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()));
            return seconds;
        });
        // A platform thread: its processor time is known, and it waits for sockets without holding a virtual one.
        var _ = Thread.ofPlatform().daemon().name("arrivals").start(load);
        try {
            return load.get();
        } catch (ExecutionException e) {
            throw new LoadFailed("the load broke off: " + e.getCause(), e);
        }
    }

    /** One load, used by its thread. */
    private static final class Run {

        private final LoadTarget target;
        private final int count;
        private final double perSecond;
        private final List<ByteBuffer> calls;
        private final List<Second> seconds = new ArrayList<>();
        private final Runnable whenOpen;
        private long issued;

        Run(LoadTarget target, int connections, double perSecond, int seconds, Runnable whenOpen) {
            this.whenOpen = whenOpen;
            this.target = target;
            this.count = connections;
            this.perSecond = perSecond;
            this.calls = target.calls().stream()
                    .map(call -> direct(call.bytes(target.port())))
                    .toList();
            for (int i = 0; i < seconds; i++) {
                this.seconds.add(new Second());
            }
        }

        private static ByteBuffer direct(byte[] bytes) {
            return ByteBuffer.allocateDirect(bytes.length).put(bytes);
        }

        List<Second> seconds() throws IOException {
            try (var connections = new ArrivalConnections(Second::answered)) {
                connections.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()), count);
                whenOpen.run();
                long began = System.nanoTime();
                for (int i = 0; i < seconds.size(); i++) {
                    seconds.get(i).beganNanos = began + TimeUnit.SECONDS.toNanos(i);
                }
                long now = began;
                double elapsed = 0;
                while (elapsed < seconds.size() && connections.open() > 0) {
                    issue(elapsed, connections);
                    connections.await(TICK_MS);
                    long before = now;
                    now = System.nanoTime();
                    seconds.get((int) elapsed).rounds.add(now - before);
                    seconds.get((int) elapsed).lost(connections.takeLost());
                    elapsed = (now - began) / SECOND_NANOS;
                }
                issueRest(connections);
                awaitAnswers(connections);
            }
            return seconds;
        }

        /** Issues the calls that should have been sent by now. */
        private void issue(double elapsed, ArrivalConnections connections) {
            if (Double.isInfinite(perSecond)) {
                while (connections.anyFree()) {
                    send(seconds.get((int) elapsed), connections);
                }
                return;
            }
            issueUpTo((long) (perSecond * elapsed), connections);
        }

        private void issueRest(ArrivalConnections connections) {
            if (Double.isFinite(perSecond)) {
                issueUpTo((long) (perSecond * seconds.size()), connections);
            }
        }

        private void issueUpTo(long due, ArrivalConnections connections) {
            while (issued < due) {
                var second = seconds.get(Math.min((int) (issued / perSecond), seconds.size() - 1));
                if (connections.anyFree()) {
                    send(second, connections);
                } else {
                    second.unsent++;
                    issued++;
                }
            }
        }

        private void send(Second second, ArrivalConnections connections) {
            connections.send(calls.get((int) (issued % calls.size())), second);
            issued++;
        }

        private static void awaitAnswers(ArrivalConnections connections) throws IOException {
            long until = System.nanoTime() + NANOS_OVER_MAX;
            while (connections.inFlight() > 0) {
                connections.await(TICK_MS);
                if (System.nanoTime() > until) {
                    throw new IOException(connections.inFlight() + " calls were not answered in time");
                }
            }
        }
    }
}
