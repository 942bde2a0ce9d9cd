package dev.tollgate.webhooks.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Bytes of the bodies that a process has in memory, waiting or in flight, and their limits. A tenant has a quarter at
 * most, so that its large bodies, or its slow receivers, leave memory to others. A body that several deliveries share
 * counts for each of them. Used on one event loop.
 */
final class BodyBytes {

    /** The most that wait, and the most in flight; an eighth of the heap each if that is less. */
    static final long MAX = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** Bodies up to this may use the last quarter, which large ones leave free. */
    static final int SMALL_MAX = 16 << 10;

    private static final int QUARTERS = 4;

    private final long most;
    private final Map<UUID, Long> byTenant = new HashMap<>();
    private long all;

    BodyBytes(long most) {
        this.most = most;
    }

    void add(UUID tenant, int bytes) {
        all += bytes;
        byTenant.merge(tenant, (long) bytes, Long::sum);
    }

    void remove(UUID tenant, int bytes) {
        all -= bytes;
        byTenant.computeIfPresent(tenant, (_, own) -> own == bytes ? null : Long.valueOf(own - bytes));
    }

    /** Whether there is room for another body of this size. The first of a tenant may be larger than its part. */
    boolean hasRoom(UUID tenant, int bytes) {
        long own = byTenant.getOrDefault(tenant, 0L);
        long limit = bytes <= SMALL_MAX ? most : most - most / QUARTERS;
        return (own == 0 || own + bytes <= most / QUARTERS) && (all == 0 || all + bytes <= limit);
    }

    /** Bytes that are free; not negative. */
    long room() {
        return Math.max(0, most - all);
    }

    /** Bytes that are free for the tenant; not negative. */
    long room(UUID tenant) {
        return Math.max(0, Math.min(room(), most / QUARTERS - byTenant.getOrDefault(tenant, 0L)));
    }

    /** Whether the tenant has all that it may have. */
    boolean full(UUID tenant) {
        return byTenant.getOrDefault(tenant, 0L) >= most / QUARTERS;
    }

    /** Tenants that have all that they may have. */
    Set<UUID> full() {
        return byTenant.keySet().stream().filter(this::full).collect(Collectors.toSet());
    }
}
