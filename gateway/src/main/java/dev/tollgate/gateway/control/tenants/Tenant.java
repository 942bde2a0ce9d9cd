package dev.tollgate.gateway.control.tenants;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One paying account.
 *
 * @param plan its plan's name
 * @param externalOrganizationId its organization at the identity provider; teams only
 */
public record Tenant(
        TenantId id,
        String name,
        Kind kind,
        String plan,
        @Nullable String externalOrganizationId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    static final int NAME_CHARS_MAX = 200;
    static final int PLAN_CHARS_MAX = 64;
    static final int ORGANIZATION_CHARS_MAX = 128;

    /** One person, or an organization. */
    public enum Kind {
        PERSONAL,
        TEAM
    }
}
