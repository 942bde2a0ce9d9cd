package dev.tollgate.loadtest.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Calls that arrive at a given rate, whatever the server does: what it answers, second by second. A call for which no
 * connection is free is not sent and counts as such, so that a slow server does not slow its callers down. Beside it,
 * the same client as a closed loop. Each load has one thread, which does as little per call as it can.
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
        return run(target, connections, rates(perSecond, seconds), _ -> {});
    }

    /**
     * The same at a rate of each second.
     *
     * @param begins called with the number of each second when it begins, by the thread of the load, so it must not
     *     wait
     */
    public List<Second> run(LoadTarget target, int connections, double[] perSecond, IntConsumer begins)
            throws IOException, InterruptedException {
        return run(new Run(target, connections, perSecond, begins));
    }

    /** The seconds of a closed loop: a connection sends its next call when the last one is answered. */
    public List<Second> closed(LoadTarget target, int connections, int seconds)
            throws IOException, InterruptedException {
        return run(target, connections, Double.POSITIVE_INFINITY, seconds);
    }

    private static double[] rates(double perSecond, int seconds) {
        var rates = new double[seconds];
        Arrays.fill(rates, perSecond);
        return rates;
    }

    /** Processor microseconds of the threads of all loads; of one that runs up to the second that began last. */
    public long cpuMicros() {
        return cpuMicros.get();
    }

    private List<Second> run(Run run) throws IOException, InterruptedException {
        var load = new FutureTask<>(run::seconds);
        // A platform thread: its processor time is known, and it waits for sockets without holding a virtual one.
        var _ = Thread.ofPlatform().daemon().name("arrivals").start(load);
        try {
            return load.get();
        } catch (ExecutionException e) {
            throw new LoadFailed("the load broke off: " + e.getCause(), e);
        }
    }

    /** One load, used by its thread. */
    private final class Run {

        private final LoadTarget target;
        private final int count;
        private final double[] perSecond;
        private final List<ByteBuffer> calls;
        private final List<Second> seconds = new ArrayList<>();
        private final IntConsumer begins;
        private long issued;
        private long cpuCounted;

        Run(LoadTarget target, int connections, double[] perSecond, IntConsumer begins) {
            this.begins = begins;
            this.target = target;
            this.count = connections;
            this.perSecond = perSecond;
            this.calls = target.calls().stream()
                    .map(call -> direct(call.bytes(target.port())))
                    .toList();
        }

        private static ByteBuffer direct(byte[] bytes) {
            return ByteBuffer.allocateDirect(bytes.length).put(bytes);
        }

        List<Second> seconds() throws IOException {
            try (var connections = new ArrivalConnections(Second::answered)) {
                connections.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.port()), count);
                long began = System.nanoTime();
                for (int i = 0; i < perSecond.length; i++) {
                    var second = new Second();
                    second.beganNanos = began + TimeUnit.SECONDS.toNanos(i);
                    seconds.add(second);
                    countCpu();
                    begins.accept(i);
                    load(second, perSecond[i], connections);
                }
                awaitAnswers(connections);
                countCpu();
            }
            return seconds;
        }

        private void countCpu() {
            long all = TimeUnit.NANOSECONDS.toMicros(
                    ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
            cpuMicros.addAndGet(all - cpuCounted);
            cpuCounted = all;
        }

        private void load(Second second, double rate, ArrivalConnections connections) throws IOException {
            long before = issued;
            long now = System.nanoTime();
            while (now - second.beganNanos < SECOND_NANOS && connections.open() > 0) {
                if (Double.isInfinite(rate)) {
                    sendAll(second, connections);
                } else {
                    issueUpTo(before + (long) (rate * (now - second.beganNanos) / SECOND_NANOS), second, connections);
                }
                connections.await(TICK_MS);
                long last = now;
                now = System.nanoTime();
                second.rounds.add(now - last);
                second.lost(connections.takeLost());
            }
            if (Double.isFinite(rate)) {
                issueUpTo(before + (long) rate, second, connections);
            }
        }

        private void sendAll(Second second, ArrivalConnections connections) {
            while (connections.anyFree()) {
                send(second, connections);
            }
        }

        private void issueUpTo(long due, Second second, ArrivalConnections connections) {
            while (issued < due) {
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
