package dev.tollgate.money.price;

/**
 * The plan of a tenant.
 *
 * @param name such as {@code builder}
 * @param includedMicros usage included per calendar month
 * @param capMicros the most that may be charged per calendar month, from any source
 * @param workspacesMax workspaces that are not archived; {@link #UNLIMITED} where there is no limit
 * @param tenantRate calls per second of the whole tenant
 * @param credentialRate calls per second of a credential that names no limit of its own; also the most it may name
 * @param selfService whether the owner of a tenant may choose it, where it raises nothing
 */
public record Plan(
        String name,
        long includedMicros,
        long capMicros,
        int workspacesMax,
        int tenantRate,
        int credentialRate,
        boolean selfService) {

    /** No limit on workspaces. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /**
     * The highest rate. Counters keep whole microseconds between calls, rounded down: a rate that divides a million is
     * kept exactly, up to 10,000 any is kept to 1 %, above that to 10 %.
     */
    public static final int RATE_MAX = 100_000;

    /** One that only an operator puts a tenant on. */
    public Plan(
            String name, long includedMicros, long capMicros, int workspacesMax, int tenantRate, int credentialRate) {
        this(name, includedMicros, capMicros, workspacesMax, tenantRate, credentialRate, false);
    }

    public Plan {
        if (includedMicros < 0 || capMicros < 0 || workspacesMax < 0) {
            throw new IllegalArgumentException("plan " + name + ": amounts and limits are never negative");
        }
        if (tenantRate < 1 || tenantRate > RATE_MAX || credentialRate < 1 || credentialRate > tenantRate) {
            throw new IllegalArgumentException(
                    "plan " + name + ": rates are 1 to " + RATE_MAX + ", a credential's no more than the tenant's");
        }
    }

    /** Whether a tenant on it may spend more without paying than on another: by included usage or by cap. */
    public boolean raises(Plan other) {
        return includedMicros > other.includedMicros || capMicros > other.capMicros;
    }
}
