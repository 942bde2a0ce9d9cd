package dev.tollgate.gateway.control.members;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The membership of a person in a workspace.
 *
 * @param subject the identity provider's own name for them; never changes
 * @param email an address people know them by; shown, and never used for authentication
 * @param lastSignedInAt null if they never signed in
 */
public record Member(
        MemberId id,
        WorkspaceId workspaceId,
        String subject,
        @Nullable String email,
        Role role,

        @JsonPropertyDescription("Last sign-in, to within an hour; absent if they never signed in.") @Nullable Instant lastSignedInAt,

        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    static final int EMAIL_CHARS_MAX = 254;

    /** Pattern of a subject: printable characters without spaces. */
    static final String SUBJECT = "^[!-~]{1,255}$";

    /** Role of a member. */
    public enum Role {
        OWNER,
        ADMIN,
        MEMBER,
        AGENT,
        READONLY;

        /** The word in the table. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Role of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
