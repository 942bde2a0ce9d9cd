package dev.tollgate.modules.crm.contact;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A company one does business with. Domain and e-mail address are kept in lower case, so that they are found again. */
public record Company(
        CompanyId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Company name.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription("Domain of its mail and web addresses, such as example.org; kept in lower case.")
        @Size(max = 253) @Nullable String domain,

        @JsonPropertyDescription("Industry, in a word or two.") @Size(max = 128) @Nullable String industry,

        @JsonPropertyDescription("Phone number in any notation.") @Size(max = 64) @Nullable String phone,

        @JsonPropertyDescription("Details in plain text.") @Size(max = 10_000) @Nullable String description,

        @JsonPropertyDescription("Who is responsible: a name, address or ID in free text.") @Size(max = 128) @Nullable String owner,

        @JsonPropertyDescription("Website of the company.") @Size(max = 128) @Nullable String website,

        @JsonPropertyDescription("Billing email.")
        @Pattern(regexp = EmailAddress.PATTERN) @Size(max = EmailAddress.CHARS_MAX) @Nullable String billingEmail,

        @JsonPropertyDescription("Billing address.") @Size(max = 500) @Nullable String billingAddress,

        @JsonPropertyDescription("Tax ID.") @Size(max = 32) @Nullable String taxId,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public Company {
        domain = EmailAddress.lowerCase(domain);
        billingEmail = EmailAddress.lowerCase(billingEmail);
    }
}
