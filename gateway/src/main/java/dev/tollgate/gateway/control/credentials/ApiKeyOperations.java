package dev.tollgate.gateway.control.credentials;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import java.util.List;
import java.util.UUID;

/** What can be asked about API keys. */
public final class ApiKeyOperations {

    /** Stands in examples where the path names the workspace. */
    private static final WorkspaceId ANY = new WorkspaceId(new UUID(0, 0));

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/api-keys";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<ApiKey.New, ApiKey.Issued> CREATE = Declaration.create("create_api_key", "api_key")
            .summary("Create an API key")
            .description("The answer holds the secret, which is not shown again. Scopes of a module that is off are "
                    + "refused.")
            .control("POST", ROUTE, WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(ApiKey.New.class, new ApiKey.New(ANY, "server", List.of("tasks:read", "tasks:write")))
            .gives(ApiKey.Issued.class, "credential.create");

    public static final Operation<ApiKey.Filter, Page<ApiKey>> LIST = Declaration.read("list_api_keys", "api_key")
            .summary("List API keys")
            .description("Newest first, revoked ones too.")
            .control("GET", ROUTE, WHO_RUNS)
            .takes(ApiKey.Filter.class, new ApiKey.Filter(ANY, 25, null))
            .givesPage(ApiKey.class);

    public static final Operation<ApiKey.Ref, ApiKey> GET = Declaration.read("get_api_key", "api_key")
            .summary("Get an API key")
            .control("GET", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(ApiKey.Ref.class)
            .gives(ApiKey.class);

    public static final Operation<ApiKey.Update, ApiKey> UPDATE = Declaration.write("update_api_key", "api_key")
            .summary("Update an API key")
            .description("Changed scopes hold in every gateway within a second.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(ApiKey.Update.class)
            .gives(ApiKey.class);

    public static final Operation<ApiKey.Rotation, ApiKey.Issued> ROTATE = Declaration.write(
                    "rotate_api_key", "api_key")
            .summary("Rotate an API key")
            .description("Gives the API key a new secret, shown in this answer only. The old one lives on for the "
                    + "overlap, a day unless said; one that was already being replaced ends at once.")
            .control("POST", ONE + "/rotate", WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(ApiKey.Rotation.class)
            .gives(ApiKey.Issued.class);

    public static final Operation<ApiKey.Ref, ApiKey> REVOKE = Declaration.reduce("revoke_api_key", "api_key")
            .summary("Revoke an API key")
            .description("Every gateway refuses its secrets within a second. It cannot be undone.")
            .control("POST", ONE + "/revoke", WHO_RUNS)
            .takes(ApiKey.Ref.class)
            .gives(ApiKey.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, ROTATE, REVOKE);

    private ApiKeyOperations() {}
}
