package dev.tollgate.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import org.HdrHistogram.Histogram;

/** One window of load by the client of our own; everything on one loop. */
final class Drive {

    /** No rate: a call per free connection. */
    static final double FULL = 0;

    private static final int TICK_MS = 1;
    private static final double SECOND_NANOS = 1e9;
    private static final double MILLI_NANOS = 1e6;
    private static final int ERROR_FROM = 400;

    private final Vertx vertx;
    private final List<Buffer> requests;
    private final double stepNanos;
    private final long lengthNanos;
    private final Promise<Window> end = Promise.promise();
    private final Histogram latencies = new Histogram(3);
    private final Deque<Lane> free = new ArrayDeque<>();
    private final IdentityHashMap<Lane, Long> intended = new IdentityHashMap<>();
    private List<Lane> lanes = List.of();
    private long begunNanos;
    private long issued;
    private long successes;
    private long errors;
    private long timer;

    Drive(Vertx vertx, Target target, double perSecond, int seconds) {
        this.vertx = vertx;
        this.requests = target.bytes().stream().map(Buffer::buffer).toList();
        this.stepNanos = perSecond == FULL ? 0 : SECOND_NANOS / perSecond;
        this.lengthNanos = (long) (seconds * SECOND_NANOS);
    }

    Future<Window> begin(List<Lane> connected) {
        lanes = connected;
        free.addAll(connected);
        begunNanos = System.nanoTime();
        timer = vertx.setPeriodic(TICK_MS, _ -> tick());
        return end.future();
    }

    void answered(Lane lane, int status) {
        var from = intended.remove(lane);
        long now = System.nanoTime();
        latencies.recordValue(Math.max(now - (from == null ? now : from), 0));
        if (status < ERROR_FROM) {
            successes++;
        } else {
            errors++;
        }
        if (lane.open()) {
            free.addLast(lane);
            send(now);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        send(now);
        if ((dueAt(issued) - begunNanos >= lengthNanos && intended.isEmpty())
                || lanes.stream().noneMatch(Lane::open)) {
            finish(now);
        }
    }

    /** When the call with this number is meant to start. */
    private long dueAt(long number) {
        return stepNanos == 0 ? System.nanoTime() : begunNanos + (long) (number * stepNanos);
    }

    /** Sends what is due as long as there are free connections. */
    private void send(long now) {
        while (!free.isEmpty()) {
            long due = dueAt(issued);
            if ((due > now && stepNanos > 0) || due - begunNanos >= lengthNanos) {
                return;
            }
            var lane = free.removeFirst();
            intended.put(lane, due);
            lane.send(requests.get((int) (issued % requests.size())));
            issued++;
        }
    }

    private void finish(long now) {
        var _ = vertx.cancelTimer(timer);
        lanes.forEach(Lane::close);
        double seconds = (now - begunNanos) / SECOND_NANOS;
        var _ = end.tryComplete(new Window(
                successes,
                errors,
                errors,
                seconds,
                latencies.getValueAtPercentile(50) / MILLI_NANOS,
                latencies.getValueAtPercentile(99) / MILLI_NANOS));
    }
}
