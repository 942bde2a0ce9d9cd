package dev.tollgate.webhooks.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Places of one limit that tenants share. The last quarter of them is left to tenants that have less than a quarter of
 * what is free, so no tenant has more than three quarters, and those that have much leave some to those that come
 * later. Used on one event loop.
 */
public final class TenantPlaces {

    private static final int QUARTERS = 4;

    private final int most;
    private final int quarter;
    private final Map<UUID, Integer> byTenant = new HashMap<>();
    private int all;

    public TenantPlaces(int most) {
        this.most = most;
        this.quarter = most / QUARTERS;
    }

    /** Whether the tenant may take another place. */
    public boolean hasRoom(UUID tenant) {
        int free = most - all;
        return free > quarter || of(tenant) < Math.ceilDiv(free, QUARTERS);
    }

    void take(UUID tenant) {
        add(tenant, 1);
    }

    void give(UUID tenant) {
        add(tenant, -1);
    }

    /** Takes so many more places for the tenant, whether there is room or not; below 0 it gives them back. */
    public void add(UUID tenant, int more) {
        all += more;
        byTenant.merge(tenant, more, Integer::sum);
        byTenant.remove(tenant, 0);
    }

    /** Places that the tenant has. */
    public int of(UUID tenant) {
        return byTenant.getOrDefault(tenant, 0);
    }

    /** Places that all tenants have. */
    public int all() {
        return all;
    }

    /** Whether no place is taken. */
    boolean isEmpty() {
        return all == 0;
    }
}
