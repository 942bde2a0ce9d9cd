package dev.tollgate.webhooks.schedule;

import dev.tollgate.runtime.memory.FairPlaces;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All queues, with limits on what a process holds in memory. Used on one event loop. */
final class QueueRegistry {

    /** Maximum deliveries that wait in memory, over all queues; tenants leave the last quarter to others. */
    static final int WAITING_MAX = 8_192;

    /** Maximum deliveries that wait in one queue. */
    static final int QUEUE_MAX = 1_000;

    /** The same of an endpoint that is slow, or held back. */
    static final int SLOW_QUEUE_MAX = 8;

    /** Maximum queues; beyond it, the empty one that was used longest ago is forgotten. */
    static final int QUEUES_MAX = 65_536;

    private static final long IDLE_MAX_NANOS = Duration.ofMinutes(5).toNanos();

    private final Map<UUID, EndpointQueue> queues = new HashMap<>();
    private final Map<UUID, Set<EndpointQueue>> ofTenants = new HashMap<>();

    /** Queues in which deliveries wait. */
    private final Set<EndpointQueue> filled = new LinkedHashSet<>();

    /** Queues in which none waits, the one used longest ago first; one that has started its last may be among them. */
    private final LinkedHashSet<EndpointQueue> idle = new LinkedHashSet<>();

    private final BodyBytes bodies;
    private final FairPlaces<UUID> places = new FairPlaces<>(WAITING_MAX);
    private boolean closed;
    private long looks;

    /** @param bodyBytesMax of bodies that wait in memory */
    QueueRegistry(long bodyBytesMax) {
        this.bodies = new BodyBytes(bodyBytesMax);
    }

    /** The queue of an endpoint, created if absent. */
    EndpointQueue queue(UUID endpoint, UUID tenant) {
        var known = queues.get(endpoint);
        if (known != null) {
            return known;
        }
        while (queues.size() >= QUEUES_MAX && !idle.isEmpty()) {
            forgetFirst();
        }
        var queue = new EndpointQueue(endpoint, tenant, System.nanoTime());
        queues.put(endpoint, queue);
        ofTenants.computeIfAbsent(tenant, _ -> new HashSet<>()).add(queue);
        idle.addLast(queue);
        return queue;
    }

    /** The queues of one tenant. */
    Set<EndpointQueue> ofTenant(UUID tenant) {
        return Collections.unmodifiableSet(ofTenants.getOrDefault(tenant, Set.of()));
    }

    @Nullable EndpointQueue find(UUID endpoint) {
        return queues.get(endpoint);
    }

    List<EndpointQueue> all() {
        return List.copyOf(queues.values());
    }

    /** The places of tenants, in which the caller may count what it is about to add. */
    FairPlaces<UUID> plan() {
        return places.plan();
    }

    /** Bytes of bodies for which there is room. */
    long bodyRoom() {
        return bodies.room();
    }

    /** The same for bodies of this tenant. */
    long bodyRoom(UUID tenant) {
        return bodies.room(tenant);
    }

    /** Tenants that have all the places, or whose bodies take all the memory, that they may have. */
    UUID[] fullTenants() {
        return Stream.concat(bodies.full().stream(), places.full()).distinct().toArray(UUID[]::new);
    }

    /** Whether there is room for a delivery that takes the place of another, in whatever queue. */
    boolean hasBodyRoom(LeasedDelivery delivery) {
        return bodies.hasRoom(delivery.tenant(), delivery.body().length());
    }

    /** Free capacity for deliveries of this endpoint; if there is none, its queue records that more is due. */
    int room(UUID endpoint, UUID tenant) {
        int all = closed || bodies.room() == 0 || bodies.full(tenant) ? 0 : places.room(tenant);
        var queue = queues.get(endpoint);
        if (queue == null) {
            return Math.min(all, QUEUE_MAX);
        }
        int most = queue.slow || queue.held() ? SLOW_QUEUE_MAX : QUEUE_MAX;
        if (queue.rate() > 0) {
            most = Math.clamp(queue.rate(), 1, most);
        }
        int room = Math.max(0, Math.min(all, most - queue.deliveries.size()));
        queue.wanted |= room == 0;
        return room;
    }

    /** Endpoints whose queues are full, and whose tenants are not. All full queues record that more is due. */
    UUID[] full() {
        var fullTenants = Set.of(fullTenants());
        looks += filled.size();
        return filled.stream()
                .filter(queue -> room(queue.endpoint, queue.tenant) == 0 && !fullTenants.contains(queue.tenant))
                .map(queue -> queue.endpoint)
                .toArray(UUID[]::new);
    }

    /** Queues looked at to find those that are full, so far. */
    long looks() {
        return looks;
    }

    EndpointQueue add(LeasedDelivery delivery) {
        var queue = queue(delivery.key().endpoint(), delivery.tenant());
        queue.deliveries.add(delivery);
        queue.touchedNanos = System.nanoTime();
        filled.add(queue);
        idle.remove(queue);
        places.add(delivery.tenant(), 1);
        bodies.add(delivery.tenant(), delivery.body().length());
        return queue;
    }

    /** Removes the first delivery of a queue that is not empty. */
    LeasedDelivery remove(EndpointQueue queue) {
        return removed(queue, queue.deliveries.remove());
    }

    /** Removes the last delivery of a queue that is not empty. */
    LeasedDelivery removeLast(EndpointQueue queue) {
        return removed(queue, queue.deliveries.removeLast());
    }

    /** The queue was used: among the idle ones it is the last to be forgotten. */
    void used(EndpointQueue queue) {
        queue.touchedNanos = System.nanoTime();
        if (queue.deliveries.isEmpty()) {
            idle.addLast(queue);
        }
    }

    /** Closes all queues: none takes another delivery. */
    void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }

    int waiting() {
        return places.all();
    }

    void forgetIdle(long now) {
        while (!idle.isEmpty() && now - idle.getFirst().touchedNanos > IDLE_MAX_NANOS) {
            forgetFirst();
        }
    }

    /** One with an attempt in flight is not forgotten: it is used again when that ends. */
    private void forgetFirst() {
        var queue = idle.removeFirst();
        if (queue.empty()) {
            queues.remove(queue.endpoint);
            ofTenants.computeIfPresent(queue.tenant, (_, of) -> of.remove(queue) && of.isEmpty() ? null : of);
        }
    }

    private LeasedDelivery removed(EndpointQueue queue, LeasedDelivery delivery) {
        if (queue.deliveries.isEmpty()) {
            filled.remove(queue);
            used(queue);
        }
        places.add(delivery.tenant(), -1);
        bodies.remove(delivery.tenant(), delivery.body().length());
        return delivery;
    }
}
