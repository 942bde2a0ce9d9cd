package dev.tollgate.gateway.control.tenants;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Resource;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One paying account.
 *
 * @param plan its plan's name
 * @param externalOrganizationId the organization it stands for at the identity provider; teams only
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

    /** One person, or an organization. */
    public enum Kind {
        PERSONAL,
        TEAM
    }

    /**
     * A tenant to be made.
     *
     * @param plan null for the plan new tenants start on
     */
    public record New(
            @NotBlank @Size(max = 200) String name,
            Kind kind,
            @Nullable @Size(max = 64) String plan,
            @Nullable @Size(min = 1, max = 128) String externalOrganizationId) {}

    /** Which tenants to list. */
    public record Filter(
            @Nullable String name,
            @Nullable String externalOrganizationId,
            @Nullable @Min(1) @Max(100) Integer limit,
            @Nullable String cursor) {}

    /** The tenant that a path names. */
    public record Ref(TenantId tenantId) {}

    /** What is to change; the plan has an operation of its own. */
    public record Update(
            TenantId tenantId,
            Patch<@NotBlank @Size(max = 200) String> name,
            Patch<@Size(min = 1, max = 128) String> externalOrganizationId) {}
}
