package dev.tollgate.gateway.control.credentials;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about API keys. */
public final class ApiKeyOperations {

    /** An API key to be made. */
    public record NewApiKey(
            @JsonPropertyDescription("What people call it.") @Size(min = 1, max = Wanted.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("What it may do; only scopes of modules that are on.")
            @Size(min = 1, max = Wanted.SCOPES_MAX) List<String> scopes) {}

    /** Which API keys are wanted. */
    public record ApiKeyQuery(
            @JsonPropertyDescription("API keys of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor) {}

    /** One API key. */
    public record ApiKeyRef(
            @JsonPropertyDescription("The id of the API key.")
            ApiKeyId id) {}

    /** What is to become of an API key. */
    public record ApiKeyPatch(
            @JsonPropertyDescription("The id of the API key.")
            ApiKeyId id,

            @JsonPropertyDescription("What people call it.") @NotNull @Size(min = 1, max = Wanted.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("What it may do, in place of what it could.")
            @NotNull @Size(min = 1, max = Wanted.SCOPES_MAX) Patch<List<String>> scopes) {}

    /** A new secret for an API key. */
    public record ApiKeyRotation(
            @JsonPropertyDescription("The id of the API key.")
            ApiKeyId id,

            @JsonPropertyDescription("How long the old secret lives on: 0 to 30 days, a day if you do not say.")
            @Min(0) @Max(Secrets.OVERLAP_SECONDS_MAX) @Nullable Integer overlapSeconds) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/api-keys";
    private static final String ONE = ROUTE + "/{id}";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NewApiKey, IssuedApiKey> CREATE = Declaration.create("create_api_key", "api_key")
            .summary("Create an API key")
            .description("The answer holds the secret, which is not shown again. Scopes of a module that is off are "
                    + "refused.")
            .control("POST", ROUTE, WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(NewApiKey.class, new NewApiKey("server", List.of("tasks:read", "tasks:write")))
            .gives(IssuedApiKey.class, "credential.create");

    public static final Operation<ApiKeyQuery, Page<ApiKey>> LIST = Declaration.read("list_api_keys", "api_key")
            .summary("List API keys")
            .description("Newest first, revoked ones too.")
            .control("GET", ROUTE, WHO_RUNS)
            .takes(ApiKeyQuery.class, new ApiKeyQuery(null, null))
            .givesPage(ApiKey.class);

    public static final Operation<ApiKeyRef, ApiKey> GET = Declaration.read("get_api_key", "api_key")
            .summary("Get an API key")
            .control("GET", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(ApiKeyRef.class)
            .gives(ApiKey.class);

    public static final Operation<ApiKeyPatch, ApiKey> UPDATE = Declaration.write("update_api_key", "api_key")
            .summary("Update an API key")
            .description("Changed scopes hold in every gateway within a second.")
            .control("PATCH", ONE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(ApiKeyPatch.class)
            .gives(ApiKey.class);

    public static final Operation<ApiKeyRotation, IssuedApiKey> ROTATE = Declaration.write("rotate_api_key", "api_key")
            .summary("Rotate an API key")
            .description("Gives the API key a new secret, shown in this answer only. The old one lives on for the "
                    + "overlap, a day unless said; one that was already being replaced ends at once.")
            .control("POST", ONE + "/rotate", WHO_RUNS)
            .with(Trait.SECRET_ANSWER)
            .takes(ApiKeyRotation.class)
            .gives(IssuedApiKey.class);

    public static final Operation<ApiKeyRef, ApiKey> REVOKE = Declaration.reduce("revoke_api_key", "api_key")
            .summary("Revoke an API key")
            .description("Every gateway refuses its secrets within a second. It cannot be undone.")
            .control("POST", ONE + "/revoke", WHO_RUNS)
            .takes(ApiKeyRef.class)
            .gives(ApiKey.class);

    public static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, UPDATE, ROTATE, REVOKE);

    private ApiKeyOperations() {}
}
