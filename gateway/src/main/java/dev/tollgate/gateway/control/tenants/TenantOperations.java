package dev.tollgate.gateway.control.tenants;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on tenants. */
public final class TenantOperations {

    /** A tenant to be made. */
    public record NewTenant(
            @JsonPropertyDescription("Display name.") @Size(min = 1, max = Tenant.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("Kind of account: one person, or an organization.")
            Tenant.Kind kind,

            @JsonPropertyDescription("Name of an available plan. Default: the first one listed.")
            @Size(min = 1, max = Tenant.PLAN_CHARS_MAX) @Nullable String plan,

            @JsonPropertyDescription("Organization of the tenant at your identity provider; for teams only.")
            @Size(min = 1, max = Tenant.ORGANIZATION_CHARS_MAX) @Nullable String externalOrganizationId) {}

    /** Which tenants are wanted. */
    public record TenantQuery(
            @JsonPropertyDescription("Filter by name, ignoring case.") @Nullable String name,

            @JsonPropertyDescription("Filter by organization at your identity provider.") @Nullable String externalOrganizationId,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** Changes to a tenant. */
    public record TenantPatch(
            @JsonPropertyDescription("Display name.") @NotNull @Size(min = 1, max = Tenant.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("Organization of the tenant at your identity provider. Null clears it.")
            @Size(min = 1, max = Tenant.ORGANIZATION_CHARS_MAX) Patch<String> externalOrganizationId) {}

    public static final Operation<NewTenant, Tenant> CREATE = Declaration.create("create_tenant", "tenant")
            .summary("Create a tenant")
            .description("Returns the new tenant with its billing account. Without a plan, it gets the default one.")
            .control("POST", "/control/v1/tenants", roles(Role.OPERATOR))
            .takes(NewTenant.class, """
                    {"name": "Acme", "kind": "team"}""")
            .gives(Tenant.class);

    public static final Operation<TenantQuery, Page<Tenant>> LIST = Declaration.read("list_tenants", "tenant")
            .summary("List tenants")
            .description("Newest first. Filters match exactly; name ignores case.")
            .control("GET", "/control/v1/tenants", roles(Role.OPERATOR))
            .takes(TenantQuery.class, "{}")
            .givesPage(Tenant.class);

    public static final Operation<NoInput, Tenant> GET = Declaration.read("get_tenant", "tenant")
            .summary("Get a tenant")
            .control("GET", "/control/v1/tenants/{tenant_id}", roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CONDITIONAL)
            .takes(NoInput.class, "{}")
            .gives(Tenant.class);

    public static final Operation<TenantPatch, Tenant> UPDATE = Declaration.write("update_tenant", "tenant")
            .summary("Update a tenant")
            .description("Changes only the fields that are sent. To change the plan, use set_plan.")
            .control("PATCH", "/control/v1/tenants/{tenant_id}", roles(Role.OPERATOR))
            .with(Trait.CONDITIONAL)
            .takes(TenantPatch.class, """
                    {"name": "Acme Inc."}""")
            .gives(Tenant.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE);

    private TenantOperations() {}
}
