package dev.tollgate.webhooks.settlement;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Changes of one transaction, for the steps after its commit. */
final class SettlementResult {

    final Set<Integer> slices = new HashSet<>();
    final Set<UUID> leased = new HashSet<>();
    List<HealthRows.EndpointHealth> health = List.of();
    List<LeasedDelivery> heads = List.of();
    final Set<UUID> stopped = new HashSet<>();

    void wrote(Collection<Integer> more) {
        slices.addAll(more);
    }
}
