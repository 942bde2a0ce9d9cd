package dev.tollgate.modules.crm;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.records.table.CustomFields;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A person one does business with.
 *
 * @param email in lower case, whatever was sent: the same mailbox is found again
 * @param companyId where the person works
 * @param owner who looks after the contact: free text
 * @param source the door of the last change
 * @param lastActor id of who made the last change
 */
public record Contact(
        ContactId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("The person's name, as one writes it.")
        String name,

        @JsonPropertyDescription("E-mail address, in lower case.") @Nullable String email,

        @JsonPropertyDescription("Telephone number, as one writes it.") @Nullable String phone,

        @JsonPropertyDescription("What the person does there.") @Nullable String jobTitle,

        @JsonPropertyDescription("The company the person works for.") @Nullable CompanyId companyId,

        @JsonPropertyDescription("Who looks after the contact.") @Nullable String owner,

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
    static final int EMAIL_CHARS_MAX = 254;
    static final int PHONE_CHARS_MAX = 64;
    static final int JOB_TITLE_CHARS_MAX = 128;
    static final int OWNER_CHARS_MAX = 128;

    /** One at sign with something on both sides and no white space: the rest is the mail server's to say. */
    static final String EMAIL = "^[^@\\s]+@[^@\\s]+$";

    public Contact {
        email = lowerCase(email);
    }

    static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
