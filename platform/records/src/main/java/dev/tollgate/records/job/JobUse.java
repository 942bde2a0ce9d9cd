package dev.tollgate.records.job;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a job is charged for.
 *
 * @param usageId id of the usage event, a UUIDv7 not older than 30 days: the same one is charged once
 * @param dimension the priced dimension, such as {@code asset.storage_gb_day}
 * @param quantity how much of it; bytes where the price is by the gigabyte
 * @param at whose prices apply
 * @param spender who set the job; null for none: then usage names the kind of the job
 */
public record JobUse(
        UUID usageId,
        String dimension,
        long quantity,
        Instant at,
        @Nullable JobSpender spender) {

    /** Usage without a spender. */
    public JobUse(UUID usageId, String dimension, long quantity, Instant at) {
        this(usageId, dimension, quantity, at, null);
    }
}
