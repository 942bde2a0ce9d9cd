package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A note of the team about a ticket. Never changed, never for the customer; moves no clock. */
public record TicketComment(
        TicketCommentId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of the ticket.") TicketId ticketId,

        @JsonPropertyDescription("Body.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(min = 1, max = 20_000) String body,

        @JsonPropertyDescription("Name of the credential that wrote it.")
        String author,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {}
