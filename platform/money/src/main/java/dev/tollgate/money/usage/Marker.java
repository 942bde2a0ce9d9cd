package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.TenantId;
import java.util.UUID;

/**
 * Written to the outbox of a slice, sent only when every row before it is acknowledged, read back by the meter: then
 * everything that was durable before it is in the ledger.
 */
public sealed interface Marker {

    /** Every bucket of this partition up to this one has had its time. */
    record Close(long bucket) implements Marker {}

    /** A copy is being rebuilt as incarnation {@code n}. */
    record Tenant(TenantId tenant, long n) implements Marker {}

    /** A probe of the path through outbox, Kafka and meter. */
    record Ready(UUID id) implements Marker {}
}
