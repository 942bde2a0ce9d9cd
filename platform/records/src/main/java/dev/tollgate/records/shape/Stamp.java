package dev.tollgate.records.shape;

import dev.tollgate.contract.caller.WorkspaceId;
import java.time.Instant;
import java.util.UUID;

/**
 * Fields that every new record has.
 *
 * @param source channel of the call
 * @param actor id of who made it
 */
public record Stamp(UUID id, WorkspaceId workspace, Instant time, String source, String actor) {

    /** The version of a new record. */
    public static final long VERSION = 1;
}
