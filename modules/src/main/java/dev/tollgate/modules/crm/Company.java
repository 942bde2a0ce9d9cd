package dev.tollgate.modules.crm;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.table.CustomFields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A company one does business with.
 *
 * @param domain of its mail and web addresses, in lower case
 * @param owner who looks after it: free text
 * @param source the door of the last change
 * @param lastActor id of who made the last change
 */
public record Company(
        CompanyId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("What it is called.") String name,

        @JsonPropertyDescription("Domain of its mail and web addresses, in lower case.") @Nullable String domain,

        @JsonPropertyDescription("What it does, in a word or two.") @Nullable String industry,

        @JsonPropertyDescription("Where it can be called.") @Nullable String phone,

        @JsonPropertyDescription("More about it.") @Nullable String description,

        @JsonPropertyDescription("Who looks after it.") @Nullable String owner,

        @JsonPropertyDescription("Fields of the workspace's own.")
        CustomFields customFields,

        Instant createdAt,
        Instant updatedAt,

        @JsonPropertyDescription("Counts every change, from 1.")
        long version,

        @JsonPropertyDescription("The door of the last change: api, mcp or control.")
        String source,

        @JsonPropertyDescription("Who made the last change.")
        String lastActor)
        implements Resource {

    static final int NAME_CHARS_MAX = 200;
    static final int DOMAIN_CHARS_MAX = 253;
    static final int INDUSTRY_CHARS_MAX = 128;
    static final int PHONE_CHARS_MAX = 64;
    static final int DESCRIPTION_CHARS_MAX = 10_000;
    static final int OWNER_CHARS_MAX = 128;

    public Company {
        domain = Contact.lowerCase(domain);
    }
}
