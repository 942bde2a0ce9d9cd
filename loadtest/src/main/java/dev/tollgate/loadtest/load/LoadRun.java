package dev.tollgate.loadtest.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;

/** One window of load. Used on the event loop of the load. */
final class LoadRun {

    /** No arrival rate: a call per free connection. */
    static final double CLOSED_LOOP = 0;

    private static final int TICK_MS = 1;
    private static final double SECOND_NANOS = 1e9;

    private final Vertx vertx;
    private final List<Buffer> requests;
    private final double stepNanos;
    private final long lengthNanos;
    private final Promise<LoadWindow> end = Promise.promise();
    private final Deque<LoadConnection> free = new ArrayDeque<>();
    private final IdentityHashMap<LoadConnection, Long> intended = new IdentityHashMap<>();
    private List<LoadConnection> connections = List.of();
    private WindowCounter counter = new WindowCounter(0);
    private long beganNanos;
    private long issued;
    private long timer;

    LoadRun(Vertx vertx, LoadTarget target, double perSecond, int seconds) {
        this.vertx = vertx;
        this.requests = target.calls().stream()
                .map(call -> Buffer.buffer(call.bytes(target.port())))
                .toList();
        this.stepNanos = perSecond == CLOSED_LOOP ? 0 : SECOND_NANOS / perSecond;
        this.lengthNanos = (long) (seconds * SECOND_NANOS);
    }

    Future<LoadWindow> begin(List<LoadConnection> connected) {
        connections = connected;
        free.addAll(connected);
        beganNanos = System.nanoTime();
        counter = new WindowCounter(beganNanos);
        timer = vertx.setPeriodic(TICK_MS, _ -> tick());
        return end.future();
    }

    void answered(LoadConnection connection, int status) {
        var start = intended.remove(connection);
        long now = System.nanoTime();
        counter.add(status, now - (start == null ? now : start), connection.failure());
        if (connection.open()) {
            free.addLast(connection);
            send(now);
        }
    }

    private void tick() {
        long now = System.nanoTime();
        send(now);
        if ((dueAt(issued) - beganNanos >= lengthNanos && intended.isEmpty())
                || connections.stream().noneMatch(LoadConnection::open)) {
            var _ = vertx.cancelTimer(timer);
            connections.forEach(LoadConnection::close);
            var _ = end.tryComplete(counter.next(now));
        }
    }

    /** The intended start of the call with this number. */
    private long dueAt(long number) {
        return stepNanos == 0 ? System.nanoTime() : beganNanos + (long) (number * stepNanos);
    }

    /** Sends what is due while there are free connections. */
    private void send(long now) {
        while (!free.isEmpty()) {
            long due = dueAt(issued);
            if ((due > now && stepNanos > 0) || due - beganNanos >= lengthNanos) {
                return;
            }
            var connection = free.removeFirst();
            intended.put(connection, due);
            connection.send(requests.get((int) (issued % requests.size())));
            issued++;
        }
    }
}
