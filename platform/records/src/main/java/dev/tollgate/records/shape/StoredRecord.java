package dev.tollgate.records.shape;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonView;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;

/** A record of a table: the fields that every table has and sets by itself. Described here, once for all records. */
public interface StoredRecord extends Resource {

    @JsonView(Bookkeeping.class)
    WorkspaceId workspaceId();

    @JsonView(Bookkeeping.class)
    Instant createdAt();

    @JsonView(Bookkeeping.class)
    Instant updatedAt();

    @Override
    @JsonPropertyDescription("Version, incremented by every change, from 1.")
    long version();

    @JsonPropertyDescription("Channel of the last change: api, mcp, control or job.")
    @JsonView(Bookkeeping.class)
    String source();

    @JsonPropertyDescription("ID of who made the last change.")
    @JsonView(Bookkeeping.class)
    String lastActor();
}
