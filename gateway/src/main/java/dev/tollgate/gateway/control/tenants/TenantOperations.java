package dev.tollgate.gateway.control.tenants;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;

/** What can be asked about tenants. */
public final class TenantOperations {

    public static final Operation<Tenant.New, Tenant> CREATE = Declaration.create("create_tenant", "tenant")
            .summary("Create a tenant")
            .description(
                    "Makes a paying account with its billing account. Without a plan it starts on the default one.")
            .control("POST", "/control/v1/tenants", roles(Role.OPERATOR))
            .takes(Tenant.New.class, new Tenant.New("Acme", Tenant.Kind.TEAM, null, null))
            .gives(Tenant.class);

    public static final Operation<Tenant.Filter, Page<Tenant>> LIST = Declaration.read("list_tenants", "tenant")
            .summary("List tenants")
            .description("Newest first. name and external_organization_id match exactly, name without regard to case.")
            .control("GET", "/control/v1/tenants", roles(Role.OPERATOR))
            .takes(Tenant.Filter.class, new Tenant.Filter(null, null, null, null))
            .givesPage(Tenant.class);

    public static final Operation<Tenant.Ref, Tenant> GET = Declaration.read("get_tenant", "tenant")
            .summary("Get a tenant")
            .control("GET", "/control/v1/tenants/{tenant_id}", roles(Role.OPERATOR, Role.TENANT_OWNER))
            .with(Trait.CONDITIONAL)
            .takes(Tenant.Ref.class)
            .gives(Tenant.class);

    public static final Operation<Tenant.Update, Tenant> UPDATE = Declaration.write("update_tenant", "tenant")
            .summary("Update a tenant")
            .description("The plan is changed by set_plan.")
            .control("PATCH", "/control/v1/tenants/{tenant_id}", roles(Role.OPERATOR))
            .with(Trait.CONDITIONAL)
            .takes(Tenant.Update.class)
            .gives(Tenant.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE);

    private TenantOperations() {}
}
