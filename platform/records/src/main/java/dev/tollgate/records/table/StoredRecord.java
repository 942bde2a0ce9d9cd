package dev.tollgate.records.table;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;

/** A record of a table: the fields that every table has and sets by itself. Described here, once for all records. */
public interface StoredRecord extends Resource {

    WorkspaceId workspaceId();

    Instant createdAt();

    Instant updatedAt();

    @Override
    @JsonPropertyDescription("Counts every change, from 1.")
    long version();

    @JsonPropertyDescription("Channel of the last change: api, mcp or control.")
    String source();

    @JsonPropertyDescription("ID of who made the last change.")
    String lastActor();
}
