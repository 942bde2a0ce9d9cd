package dev.tollgate.gateway.control.tenants;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.control.rows.Nothing;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about tenants. */
public final class TenantOperations {

    /** A tenant to be made. */
    public record NewTenant(
            @JsonPropertyDescription("What people call it.") @Size(min = 1, max = Tenant.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("One person, or an organization.")
            Tenant.Kind kind,

            @JsonPropertyDescription("Name of a plan on offer; the first one if you do not say.")
            @Size(min = 1, max = Tenant.PLAN_CHARS_MAX) @Nullable String plan,

            @JsonPropertyDescription("The organization it stands for at your identity provider; teams only.")
            @Size(min = 1, max = Tenant.ORGANIZATION_CHARS_MAX) @Nullable String externalOrganizationId) {}

    /** Which tenants are wanted. */
    public record TenantQuery(
            @JsonPropertyDescription("Only tenants of this name, in upper or lower case.") @Nullable String name,

            @JsonPropertyDescription("Only the tenant that stands for this organization.") @Nullable String externalOrganizationId,

            @JsonPropertyDescription("Tenants of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** What is to become of a tenant. */
    public record TenantPatch(
            @JsonPropertyDescription("What people call it.") @NotNull @Size(min = 1, max = Tenant.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("The organization it stands for at your identity provider; null clears it.")
            @Size(min = 1, max = Tenant.ORGANIZATION_CHARS_MAX) Patch<String> externalOrganizationId) {}

    public static final Operation<NewTenant, Tenant> CREATE = Declaration.create("create_tenant", "tenant")
            .summary("Create a tenant")
            .description(
                    "Makes a paying account with its billing account. Without a plan it starts on the default one.")
            .control("POST", "/control/v1/tenants", roles(Role.OPERATOR))
            .takes(NewTenant.class, """
                    {"name": "Acme", "kind": "team"}""")
            .gives(Tenant.class);

    public static final Operation<TenantQuery, Page<Tenant>> LIST = Declaration.read("list_tenants", "tenant")
            .summary("List tenants")
            .description("Newest first. name and external_organization_id match exactly, name without regard to case.")
            .control("GET", "/control/v1/tenants", roles(Role.OPERATOR))
            .takes(TenantQuery.class, "{}")
            .givesPage(Tenant.class);

    public static final Operation<Nothing, Tenant> GET = Declaration.read("get_tenant", "tenant")
            .summary("Get a tenant")
            .control("GET", "/control/v1/tenants/{tenant_id}", roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CONDITIONAL)
            .takes(Nothing.class, "{}")
            .gives(Tenant.class);

    public static final Operation<TenantPatch, Tenant> UPDATE = Declaration.write("update_tenant", "tenant")
            .summary("Update a tenant")
            .description("The plan is changed by set_plan.")
            .control("PATCH", "/control/v1/tenants/{tenant_id}", roles(Role.OPERATOR))
            .with(Trait.CONDITIONAL)
            .takes(TenantPatch.class, """
                    {"name": "Acme Inc."}""")
            .gives(Tenant.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE);

    private TenantOperations() {}
}
