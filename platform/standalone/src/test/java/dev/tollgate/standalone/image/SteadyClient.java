package dev.tollgate.standalone.image;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A caller behind a load balancer: one call after the other on a kept connection, a new one when the server asks for
 * it, and none to a gateway that the balancer has forgotten. What is answered "service_unavailable" it tries again, as
 * documented: on a machine that does much else a hold may take longer than its 250 ms.
 */
final class SteadyClient extends Thread {
    private static final int TRIES = 3;
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    final AtomicInteger succeeded = new AtomicInteger();
    final AtomicInteger succeededInARow = new AtomicInteger();
    final AtomicInteger toldToClose = new AtomicInteger();
    final List<String> failures = new CopyOnWriteArrayList<>();
    private final int port;
    private final String request;
    private final BooleanSupplier forgotten;
    private int unavailableInARow;

    SteadyClient(int port, String request, BooleanSupplier forgotten) {
        this.port = port;
        this.request = request;
        this.forgotten = forgotten;
        setDaemon(true);
    }

    @Override
    public void run() {
        while (!forgotten.getAsBoolean()) {
            try (var connection = new KeptConnection(port)) {
                while (!lastCallOn(connection)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException broken) {
                failures.add(broken.toString());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean lastCallOn(KeptConnection connection) throws IOException {
        var reply = connection.call(request);
        if (reply.status() == 200 && !reply.body().contains("\"isError\":true")) {
            var _ = succeeded.incrementAndGet();
            var _ = succeededInARow.incrementAndGet();
            unavailableInARow = 0;
        } else if (reply.body().contains("service_unavailable") && ++unavailableInARow < TRIES) {
            succeededInARow.set(0);
        } else {
            succeededInARow.set(0);
            failures.add(reply.toString());
        }
        if (reply.close()) {
            var _ = toldToClose.incrementAndGet();
        }
        return reply.close();
    }
}
