package dev.tollgate.modules.crm;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.FieldError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something written down about one contact, company or deal. It goes when what it is about goes.
 *
 * @param source the door of the last change
 * @param lastActor id of who made the last change
 */
public record Note(
        NoteId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What is written down.") String body,

        @JsonPropertyDescription("The contact it is about.") @Nullable ContactId contactId,

        @JsonPropertyDescription("The company it is about.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("The deal it is about.") @Nullable DealId dealId,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Counts every change, from 1.")
        long version,

        @JsonPropertyDescription("The door of the last change: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who made the last change.")
        String lastActor)
        implements Resource {

    static final int BODY_CHARS_MAX = 20_000;

    /** What is wrong between its fields. */
    List<FieldError> faults() {
        var about =
                Stream.of(contactId, companyId, dealId).filter(Objects::nonNull).count();
        return about == 1
                ? List.of()
                : List.of(new FieldError("contact_id", "give one of contact_id, company_id and deal_id, and only one"));
    }
}
