package dev.tollgate.gateway.control.policy;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.credential.McpMode;
import java.util.List;

/** Operations on the MCP policy of a workspace. */
public final class McpPolicyOperations {

    /** A policy to hold from now on. */
    public record McpPolicySetting(
            @JsonPropertyDescription("Credentials accepted on /mcp: static tokens, OAuth access tokens, or both.")
            McpMode mode) {}

    private static final String ROUTE = "/control/v1/workspaces/{workspace_id}/mcp-policy";
    private static final Access WHO_RUNS = roles(Role.OPERATOR, Role.OWNER, Role.ADMIN);

    public static final Operation<NoInput, McpPolicy> GET = Declaration.read("get_mcp_policy", "mcp_policy")
            .summary("Get the MCP policy of a workspace")
            .control("GET", ROUTE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .takes(NoInput.class, "{}")
            .gives(McpPolicy.class);

    public static final Operation<McpPolicySetting, McpPolicy> SET = Declaration.write("set_mcp_policy", "mcp_policy")
            .summary("Set the MCP policy of a workspace")
            .description("Takes effect in every gateway within a second. Calls on /mcp with an authentication method "
                    + "that the policy excludes are answered 403 mcp_auth_method_not_allowed.")
            .control("PUT", ROUTE, WHO_RUNS)
            .with(Trait.CONDITIONAL)
            .inAnyState()
            .takes(McpPolicySetting.class, """
                    {"mode": "static_only"}""")
            .gives(McpPolicy.class);

    public static final List<Operation<?, ?>> ALL = List.of(GET, SET);

    private McpPolicyOperations() {}
}
