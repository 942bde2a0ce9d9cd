package dev.tollgate.gateway.mcp.authorization;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.identity.Audiences;
import dev.tollgate.runtime.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The MCP endpoint as OAuth sees it (RFC 9728). Says the same of every workspace there could be and looks none up, so
 * that it gives away nothing.
 *
 * @param issuer whose tokens are taken, as its tokens name it
 * @param initialScopes the scopes that an agent is told to request first
 * @param scopes all that it may ask for
 */
public record ProtectedResource(Audiences audiences, String issuer, List<String> initialScopes, List<String> scopes) {

    /** Where the metadata of the endpoint is. */
    public static final String PATH = "/.well-known/oauth-protected-resource";

    /** Where the metadata of a workspace's endpoint is. */
    public static final String WORKSPACE_PATH = PATH + "/mcp/{workspace_id}";

    private static final String ENDPOINT = "/mcp/";

    /** The members of RFC 9728, section 2, that we say. */
    private record Metadata(
            @JsonProperty("resource") String resource,
            @JsonProperty("resource_name") String name,
            @JsonProperty("authorization_servers") List<String> servers,
            @JsonProperty("bearer_methods_supported") List<String> methods,
            @JsonProperty("scopes_supported") List<String> scopes,
            @JsonProperty("resource_documentation") String documentation) {}

    public ProtectedResource {
        initialScopes = List.copyOf(initialScopes);
        scopes = List.copyOf(scopes);
    }

    /** The workspace that a path of the endpoint names; empty where it names none, or nothing that could be one. */
    public static Optional<WorkspaceId> workspace(String path) {
        return path.startsWith(ENDPOINT)
                ? TypeId.parse(TypeId.prefix(WorkspaceId.class), path.substring(ENDPOINT.length()))
                        .map(WorkspaceId::new)
                : Optional.empty();
    }

    /** Where the metadata of a workspace is. */
    String metadataUrl(WorkspaceId workspace) {
        return audiences.publicUrl() + PATH + ENDPOINT + workspace.text();
    }

    /** The metadata of a workspace, or with none that of the whole endpoint. */
    public byte[] metadata(@Nullable WorkspaceId workspace) {
        return Json.bytes(new Metadata(
                workspace == null ? audiences.anyAgents() : audiences.agents(workspace),
                "Tollgate",
                List.of(issuer),
                List.of("header"),
                scopes,
                audiences.publicUrl() + "/docs"));
    }
}
