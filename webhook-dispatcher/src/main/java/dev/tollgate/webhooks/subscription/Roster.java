package dev.tollgate.webhooks.subscription;

import java.util.Map;
import java.util.UUID;

/**
 * The endpoints of one workspace that are not archived.
 *
 * @param revision changes with every change of an endpoint or key
 * @param open whether the workspace is active and has integrations switched on
 * @param readNanos when it was read
 */
public record Roster(long revision, boolean open, long readNanos, Map<UUID, Subscriber> endpoints) {

    /** Of a workspace that never had an endpoint. */
    static final long NO_REVISION = 0;

    public Roster {
        endpoints = Map.copyOf(endpoints);
    }
}
