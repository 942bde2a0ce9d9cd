package dev.tollgate.modules.support;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.contract.reference.TicketId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.MovingStatus;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request of a customer. Its messages and comments are records of their own; its clocks are settled with it. */
public record Ticket(
        TicketId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Number, unique in the workspace; there may be gaps.")
        long number,

        @JsonPropertyDescription("Subject.") @Size(min = 1, max = 300) String subject,

        @JsonPropertyDescription("ID of its queue.") QueueId queueId,

        @JsonPropertyDescription("Status.") Status status,

        @JsonPropertyDescription("Priority.") Priority priority,

        @JsonPropertyDescription("Assignee.") @Size(max = 128) @Nullable String assignee,

        @JsonPropertyDescription("Owner.") @Size(max = 128) @Nullable String owner,

        @JsonPropertyDescription("Channel.") Channel channel,

        @JsonPropertyDescription("Category.") @Size(max = 64) @Nullable String category,

        @JsonPropertyDescription("Tags.") @Size(max = 20) List<@Size(min = 1, max = 50) String> tags,

        @JsonPropertyDescription("Name of the requester.") @Size(max = 128) @Nullable String requesterName,

        @JsonPropertyDescription("Email of the requester.")
        @Pattern(regexp = EmailAddress.PATTERN) @Size(max = EmailAddress.CHARS_MAX) @Nullable String requesterEmail,

        @JsonPropertyDescription("ID of the contact.") @Nullable ContactId contactId,

        @JsonPropertyDescription("ID of the company.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("ID of the deal.") @Nullable DealId dealId,

        @JsonPropertyDescription("ID of the lead.") @Nullable LeadId leadId,

        @JsonPropertyDescription("ID of the invoice.") @Nullable InvoiceId invoiceId,

        @JsonPropertyDescription("The closed ticket that it continues.") @Nullable TicketId followUpOfId,

        @JsonPropertyDescription("Closes the ticket as a duplicate.") @Nullable TicketId duplicateOfId,

        @JsonPropertyDescription("When a waiting ticket opens.") @Nullable Instant snoozedUntil,

        @JsonPropertyDescription("1 to 5.") @Min(1) @Max(5) @Nullable Integer satisfactionScore,

        @JsonPropertyDescription("Satisfaction comment.") @AuditedAs(AuditedAs.Form.DIGEST) @Size(max = 2_000) @Nullable String satisfactionComment,

        @JsonPropertyDescription("When the first public message of an agent is due.") @Nullable Instant firstResponseDueAt,

        @JsonPropertyDescription("When it was due and missed.") @Nullable Instant firstResponseBreachedAt,

        @JsonPropertyDescription("When a reply to the customer is due. Absent while paused.") @Nullable Instant nextResponseDueAt,

        @JsonPropertyDescription("When the last missed reply was due.") @Nullable Instant nextResponseBreachedAt,

        @JsonPropertyDescription("When the resolution is due. Absent while paused.") @Nullable Instant resolutionDueAt,

        @JsonPropertyDescription("When it was due and missed.") @Nullable Instant resolutionBreachedAt,

        @JsonPropertyDescription("The earliest of the due times.") @Nullable Instant nextDueAt,

        @JsonPropertyDescription("When an agent first replied.") @Nullable Instant firstRespondedAt,

        @JsonPropertyDescription("When it was resolved. Absent after it was reopened.") @Nullable Instant resolvedAt,

        @JsonPropertyDescription("When it was closed.") @Nullable Instant closedAt,

        @JsonPropertyDescription("Time of the last message.") @Nullable Instant lastMessageAt,

        @JsonPropertyDescription("How often it was reopened.")
        int reopenCount,

        @JsonPropertyDescription("How many messages it has.")
        int messageCount,

        @JsonIgnore SlaClocks clocks,
        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public Ticket {
        requesterEmail = EmailAddress.lowerCase(requesterEmail);
    }

    /** Where a ticket is. Closed is final. */
    public enum Status implements MovingStatus<Status> {
        NEW,
        OPEN,
        PENDING,
        WAITING_ON_CUSTOMER,
        RESOLVED,
        CLOSED;

        @Override
        public Set<Status> next() {
            return switch (this) {
                case NEW, OPEN, PENDING, WAITING_ON_CUSTOMER -> EnumSet.complementOf(EnumSet.of(NEW, this));
                case RESOLVED -> EnumSet.of(OPEN, CLOSED);
                case CLOSED -> EnumSet.noneOf(Status.class);
            };
        }

        /** Whether a ticket can be snoozed in it. */
        boolean waits() {
            return this == PENDING || this == WAITING_ON_CUSTOMER;
        }

        /** Whether no clock runs in it. */
        boolean isDone() {
            return this == RESOLVED || this == CLOSED;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum Priority {
        LOW,
        NORMAL,
        HIGH,
        URGENT
    }

    public enum Channel {
        EMAIL,
        CHAT,
        WEB,
        PHONE,
        SMS,
        SOCIAL,
        API,
        OTHER
    }

    @Nullable Instant dueAt(SlaClock clock) {
        return switch (clock) {
            case FIRST_RESPONSE -> firstResponseDueAt;
            case NEXT_RESPONSE -> nextResponseDueAt;
            case RESOLUTION -> resolutionDueAt;
        };
    }

    @Nullable Instant breachedAt(SlaClock clock) {
        return switch (clock) {
            case FIRST_RESPONSE -> firstResponseBreachedAt;
            case NEXT_RESPONSE -> nextResponseBreachedAt;
            case RESOLUTION -> resolutionBreachedAt;
        };
    }

    /** Whether a clock runs, as of the last settlement. */
    boolean runs(SlaClock clock) {
        return !status.isDone()
                && switch (clock) {
                    case FIRST_RESPONSE -> firstRespondedAt == null;
                    case NEXT_RESPONSE -> clocks.unanswered() && !clocks.paused();
                    case RESOLUTION -> !clocks.paused();
                };
    }

    /** Faults between its fields. */
    List<FieldError> faults() {
        return id.equals(duplicateOfId)
                ? List.of(new FieldError("duplicate_of_id", "is the ticket itself"))
                : List.of();
    }
}
