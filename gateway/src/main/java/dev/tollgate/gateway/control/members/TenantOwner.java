package dev.tollgate.gateway.control.members;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TenantOwnerId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An owner of a tenant: creates its workspaces and handles its billing, and is not thereby a member of its workspaces.
 *
 * @param subject the identity provider's own name for them; never changes
 * @param email an address people know them by; shown, and never used for authentication
 * @param lastSignedInAt null if they never signed in
 */
public record TenantOwner(
        TenantOwnerId id,
        TenantId tenantId,
        String subject,
        @Nullable String email,

        @JsonPropertyDescription("Last sign-in, to within an hour; absent if they never signed in.") @Nullable Instant lastSignedInAt,

        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {}
