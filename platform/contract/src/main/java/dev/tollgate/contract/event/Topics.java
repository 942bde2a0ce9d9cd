package dev.tollgate.contract.event;

/** The Kafka topics. Each has as many partitions as the setting {@code kafka.partitions} says. */
public final class Topics {

    /** Usage events and markers, keyed by tenant. */
    public static final String USAGE = "tollgate.usage";

    /** Domain events, keyed by workspace. */
    public static final String EVENTS = "tollgate.events";

    /** Refusals of known credentials, coalesced, keyed by workspace. */
    public static final String AUDIT = "tollgate.audit";

    /** Heads of the sealed audit chains, keyed by chain; the last of each chain is kept forever. */
    public static final String AUDIT_HEADS = "tollgate.audit-heads";

    private Topics() {}
}
