package dev.tollgate.webhooks.backlog;

/**
 * Bounds of deliveries that wait, at endpoints that send nothing and at those that send more slowly than events come.
 *
 * @param endpointMin an endpoint may always have as many; nothing skipped and no replay is added to as many that are
 *     due
 * @param endpointMax an endpoint may have as many while its workspace has not too many; nothing skipped and no replay
 *     is added to as many
 * @param workspaceMax deliveries of a workspace from which on its endpoints have their minimum only
 */
public record BacklogLimits(int endpointMin, int endpointMax, int workspaceMax) {

    /** Those of every installation. */
    public static final BacklogLimits DEFAULT = new BacklogLimits(1_000, 10_000, 100_000);

    public BacklogLimits {
        if (endpointMin < 1 || endpointMax < endpointMin) {
            throw new IllegalArgumentException("an endpoint needs room for a delivery");
        }
    }

    /** How many more may wait at an endpoint. */
    public long room(long atEndpoint, long inWorkspace) {
        long shared = Math.min(endpointMax - atEndpoint, workspaceMax - inWorkspace);
        return Math.max(0, Math.max(shared, endpointMin - atEndpoint));
    }
}
