package dev.tollgate.gateway.control.members;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An offer to become a member of a workspace, or an owner of a tenant, that can be accepted once.
 *
 * @param email of the invited person; a person with the secret may have another address
 */
public record Invitation(
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
        String lastActor)
        implements Resource {

    /** Lifetime of a link. */
    static final Duration LIFE = Duration.ofDays(7);

    /** Status of an invitation. */
    public enum Status {
        PENDING,
        ACCEPTED,
        REVOKED,
        EXPIRED
    }

    /** The status of these times; acceptance and revocation are final. */
    static Status status(@Nullable Instant acceptedAt, @Nullable Instant revokedAt, Instant expiresAt, Instant now) {
        if (acceptedAt != null) {
            return Status.ACCEPTED;
        }
        if (revokedAt != null) {
            return Status.REVOKED;
        }
        return now.isBefore(expiresAt) ? Status.PENDING : Status.EXPIRED;
    }

    /** The refusal to accept it; null while it is pending. */
    @Nullable Refusal closed() {
        return switch (status) {
            case PENDING -> null;
            case ACCEPTED -> new Refusal.Conflict("The invitation was accepted already.");
            case REVOKED -> new Refusal.Conflict("The invitation was revoked. Ask for another one.");
            case EXPIRED -> new Refusal.Conflict("The invitation has expired. Ask for another one.");
        };
    }

    /** The refusal to resend or revoke it; null while it is pending or expired. */
    @Nullable Refusal settled() {
        return status == Status.PENDING || status == Status.EXPIRED ? null : closed();
    }
}
