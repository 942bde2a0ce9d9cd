package dev.tollgate.contract.event;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a record, for webhooks and other parts.
 *
 * @param id UUIDv7; receivers dedupe by it
 * @param type {@code <resource>.<past verb>}, such as {@code task.created}
 * @param version the record's version after it; order of events of one record follows it
 * @param data the record after the change, as callers see it; of an event that a caller has published, what was sent
 * @param dataSchema URI reference of the schema of its data; null where the type alone says it
 */
public record DomainEvent(
        UUID id,
        String type,
        Instant time,
        TenantId tenant,
        @Nullable WorkspaceId workspace,
        @Nullable RequestId requestId,
        String resourceType,
        String resourceId,
        long version,
        JsonObject data,
        @Nullable String dataSchema) {

    /** An event of a type that has one schema. */
    public DomainEvent(
            UUID id,
            String type,
            Instant time,
            TenantId tenant,
            @Nullable WorkspaceId workspace,
            @Nullable RequestId requestId,
            String resourceType,
            String resourceId,
            long version,
            JsonObject data) {
        this(id, type, time, tenant, workspace, requestId, resourceType, resourceId, version, data, null);
    }
}
