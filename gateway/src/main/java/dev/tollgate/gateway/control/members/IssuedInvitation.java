package dev.tollgate.gateway.control.members;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.control.members.Invitation.Status;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.RecordMapper;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invitation as the answers of create and resend give it. */
public record IssuedInvitation(
        InvitationId id,
        TenantId tenantId,

        @JsonPropertyDescription("The workspace it is to; absent for an owner of the tenant.") @Nullable WorkspaceId workspaceId,

        String email,
        Member.Role role,
        Status status,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant revokedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor,

        @JsonPropertyDescription("Send this to the person: Tollgate sends no mail. Shown only in this answer.")
        String link,

        @JsonPropertyDescription("The secret in the link, good once. Shown only in this answer.")
        String secret)
        implements Resource {

    private static final RecordMapper<Invitation, IssuedInvitation> ISSUED =
            new RecordMapper<>(Invitation.class, IssuedInvitation.class);
    private static final Column<IssuedInvitation, String> LINK = ISSUED.column("link", String.class);
    private static final Column<IssuedInvitation, String> SECRET = ISSUED.column("secret", String.class);

    /**
     * With a new secret.
     *
     * @param link what the link starts with, up to the secret
     */
    static IssuedInvitation of(Invitation invitation, String link, String secret) {
        return ISSUED.from(invitation)
                .set(LINK, link + secret)
                .set(SECRET, secret)
                .done();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return id + " with a new secret";
    }
}
