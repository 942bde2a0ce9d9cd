package dev.tollgate.gateway.control.members;

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
 */
public record TenantOwner(
        TenantOwnerId id,
        TenantId tenantId,
        String subject,
        @Nullable String email,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {}
