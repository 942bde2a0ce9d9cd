package dev.tollgate.webhooks.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Places of one limit that tenants share. The last quarter of them is left to tenants that have less than a quarter of
 * what is free, so no tenant has more than three quarters, and those that have much leave some to those that come
 * later. Used on one event loop.
 */
final class TenantPlaces {

    private static final int QUARTERS = 4;

    private final int most;
    private final int quarter;
    private final Map<UUID, Integer> byTenant = new HashMap<>();
    private int all;

    TenantPlaces(int most) {
        this.most = most;
        this.quarter = most / QUARTERS;
    }

    /** Whether the tenant may take another place. */
    boolean hasRoom(UUID tenant) {
        int free = most - all;
        return free > quarter || byTenant.getOrDefault(tenant, 0) < Math.ceilDiv(free, QUARTERS);
    }

    void take(UUID tenant) {
        all++;
        byTenant.merge(tenant, 1, Integer::sum);
    }

    void give(UUID tenant) {
        all--;
        byTenant.merge(tenant, -1, Integer::sum);
        byTenant.remove(tenant, 0);
    }

    /** Whether no place is taken. */
    boolean isEmpty() {
        return all == 0;
    }
}
