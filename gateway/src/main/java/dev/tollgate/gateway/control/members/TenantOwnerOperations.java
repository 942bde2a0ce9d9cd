package dev.tollgate.gateway.control.members;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantOwnerId;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on the owners of a tenant. */
public final class TenantOwnerOperations {

    /** An owner to be made. */
    public record NewTenantOwner(
            @JsonPropertyDescription(
                    "The person: the sub claim of their tokens from your identity provider, such as user_01H7.")
            @Pattern(regexp = Member.SUBJECT) String subject,

            @JsonPropertyDescription("Email address of the person, shown in lists and in the audit.")
            @Size(min = 1, max = Member.EMAIL_CHARS_MAX) @Nullable String email) {}

    /** Which owners are wanted. */
    public record TenantOwnerQuery(
            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** One owner. */
    public record TenantOwnerRef(
            @JsonPropertyDescription("ID of the owner.") TenantOwnerId id) {}

    private static final String ROUTE = "/control/v1/tenants/{tenant_id}/owners";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_PAYS = roles(Role.OPERATOR, Role.TENANT_OWNER);

    public static final Operation<NewTenantOwner, TenantOwner> CREATE = Declaration.create(
                    "create_tenant_owner", "tenant_owner")
            .summary("Add an owner to a tenant")
            .description("Owners create the tenant's workspaces and manage its billing.")
            .control("POST", ROUTE, WHO_PAYS)
            .takes(NewTenantOwner.class, """
                    {"subject": "user_01ADA", "email": "ada@example.org"}""")
            .gives(TenantOwner.class);

    public static final Operation<TenantOwnerQuery, Page<TenantOwner>> LIST = Declaration.read(
                    "list_tenant_owners", "tenant_owner")
            .summary("List the owners of a tenant")
            .description("Newest first.")
            .control("GET", ROUTE, WHO_PAYS)
            .takes(TenantOwnerQuery.class, "{}")
            .givesPage(TenantOwner.class);

    public static final Operation<TenantOwnerRef, TenantOwner> GET = Declaration.read(
                    "get_tenant_owner", "tenant_owner")
            .summary("Get an owner of a tenant")
            .control("GET", ONE, WHO_PAYS)
            .with(Trait.CONDITIONAL)
            .takes(TenantOwnerRef.class)
            .gives(TenantOwner.class);

    public static final Operation<TenantOwnerRef, TenantOwner> DELETE = Declaration.reduce(
                    "delete_tenant_owner", "tenant_owner")
            .summary("Remove an owner from a tenant")
            .description("Takes effect in every gateway within a second. The last owner cannot be removed: add "
                    + "another one first.")
            .control("DELETE", ONE, WHO_PAYS)
            .takes(TenantOwnerRef.class)
            .gives(TenantOwner.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, DELETE);

    private TenantOwnerOperations() {}
}
