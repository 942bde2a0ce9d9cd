package dev.tollgate.modules.crm.contact;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A person one does business with. The e-mail address is kept in lower case, so that it is found again. */
public record Contact(
        ContactId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Full name.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription("E-mail address, such as ada@example.org; kept in lower case.")
        @Pattern(regexp = EmailAddress.PATTERN) @Size(max = EmailAddress.CHARS_MAX) @Nullable String email,

        @JsonPropertyDescription("Phone number in any notation.") @Size(max = 64) @Nullable String phone,

        @JsonPropertyDescription("Job title.") @Size(max = 128) @Nullable String jobTitle,

        @JsonPropertyDescription("ID of the company the person works for.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("Who is responsible: a name, address or ID in free text.") @Size(max = 128) @Nullable String owner,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public Contact {
        email = EmailAddress.lowerCase(email);
    }
}
