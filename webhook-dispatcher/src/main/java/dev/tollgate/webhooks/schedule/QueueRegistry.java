package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.LeasedDelivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All queues, with limits on what a process holds in memory. Used on one event loop. */
final class QueueRegistry {

    /** Maximum deliveries that wait in memory, over all queues. */
    static final int WAITING_MAX = 8_192;

    /** Bytes of bodies that wait in memory. */
    static final long BYTES_MAX = 64L << 20;

    /** Maximum deliveries that wait in one queue. */
    static final int LINE_MAX = 1_000;

    /** The same of an endpoint that is slow, or held back. */
    static final int SLOW_LINE_MAX = 8;

    private static final int LINES_MAX = 65_536;
    private static final long IDLE_MAX_NANOS = Duration.ofMinutes(5).toNanos();

    private final Map<UUID, EndpointQueue> lines = new HashMap<>();
    private int waiting;
    private long bytes;
    private boolean closed;

    /** The queue of an endpoint, created if absent. */
    EndpointQueue line(UUID endpoint, UUID tenant) {
        return lines.computeIfAbsent(endpoint, id -> new EndpointQueue(id, tenant, System.nanoTime()));
    }

    @Nullable EndpointQueue find(UUID endpoint) {
        return lines.get(endpoint);
    }

    List<EndpointQueue> all() {
        return List.copyOf(lines.values());
    }

    /** How many more deliveries may wait. */
    int room() {
        return closed || bytes >= BYTES_MAX ? 0 : Math.max(0, WAITING_MAX - waiting);
    }

    /** Free capacity for deliveries of this endpoint; if there is none, its queue records that more is due. */
    int room(UUID endpoint) {
        int all = room();
        var line = lines.get(endpoint);
        if (line == null) {
            return lines.size() >= LINES_MAX ? 0 : Math.min(all, LINE_MAX);
        }
        int most = line.slow || line.held() ? SLOW_LINE_MAX : LINE_MAX;
        if (line.rate() > 0) {
            most = Math.clamp(line.rate(), 1, most);
        }
        int room = Math.max(0, Math.min(all, most - line.queue.size()));
        line.wanted |= room == 0;
        return room;
    }

    /** Endpoints whose queues are full. */
    UUID[] full() {
        return lines.values().stream()
                .filter(line -> !line.queue.isEmpty() && room(line.endpoint) == 0)
                .map(line -> line.endpoint)
                .toArray(UUID[]::new);
    }

    EndpointQueue add(LeasedDelivery delivery) {
        var line = line(delivery.key().endpoint(), delivery.tenant());
        line.queue.add(delivery);
        line.touchedNanos = System.nanoTime();
        waiting++;
        bytes += delivery.body().length();
        return line;
    }

    /** Removes the first delivery of a queue that is not empty. */
    LeasedDelivery remove(EndpointQueue line) {
        return removed(line.queue.remove());
    }

    /** Removes the last delivery of a queue that is not empty. */
    LeasedDelivery removeLast(EndpointQueue line) {
        return removed(line.queue.removeLast());
    }

    /** Nothing has room from now on. */
    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    int waiting() {
        return waiting;
    }

    void forgetIdle(long now) {
        lines.values().removeIf(line -> line.empty() && now - line.touchedNanos > IDLE_MAX_NANOS);
    }

    private LeasedDelivery removed(LeasedDelivery delivery) {
        waiting--;
        bytes -= delivery.body().length();
        return delivery;
    }
}
