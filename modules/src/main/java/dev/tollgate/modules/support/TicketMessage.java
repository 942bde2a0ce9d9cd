package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was said in a ticket. Never changed; who sends it to the customer is the caller. */
public record TicketMessage(
        TicketMessageId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of the ticket.") TicketId ticketId,

        @JsonPropertyDescription("Body.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(min = 1, max = BODY_CHARS_MAX) String body,

        @JsonPropertyDescription("inbound: from the customer.")
        Direction direction,

        @JsonPropertyDescription("internal: not for the customer.")
        Visibility visibility,

        @JsonPropertyDescription("Channel.") Ticket.Channel channel,

        @JsonPropertyDescription("Author name.") @Size(max = 128) @Nullable String authorName,

        @JsonPropertyDescription("Author email.")
        @Pattern(regexp = EmailAddress.PATTERN) @Size(max = EmailAddress.CHARS_MAX) @Nullable String authorEmail,

        @JsonPropertyDescription("automation stops no clock.")
        Author authorType,

        @JsonPropertyDescription("Default: now.") Instant occurredAt,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    static final int BODY_CHARS_MAX = 50_000;

    public TicketMessage {
        authorEmail = EmailAddress.lowerCase(authorEmail);
    }

    public enum Direction {
        INBOUND,
        OUTBOUND
    }

    public enum Visibility {
        PUBLIC,
        INTERNAL
    }

    public enum Author {
        CUSTOMER,
        AGENT,
        AUTOMATION
    }

    /** Whether the customer asks with it. */
    boolean asks() {
        return direction == Direction.INBOUND;
    }

    /** Whether an agent answers the customer with it. */
    boolean answers() {
        return direction == Direction.OUTBOUND && visibility == Visibility.PUBLIC && authorType == Author.AGENT;
    }

    /** Faults between its fields. */
    List<FieldError> faults() {
        return direction == Direction.INBOUND && visibility == Visibility.INTERNAL
                ? List.of(new FieldError("visibility", "must be public for an inbound message"))
                : List.of();
    }
}
