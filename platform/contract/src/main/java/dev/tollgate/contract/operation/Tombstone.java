package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a deleted record.
 *
 * @param externalSource the other system that named it; null where none did
 * @param externalId the name there
 */
public record Tombstone(
        Id id, @Nullable String externalSource, @Nullable String externalId, Instant deletedAt) {}
