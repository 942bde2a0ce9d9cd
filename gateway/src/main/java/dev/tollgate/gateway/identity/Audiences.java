package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.WorkspaceId;
import java.util.Set;

/**
 * Required audiences of tokens (RFC 8707). A token is valid for one plane: one that also names the other is refused by
 * both, so that a leaked person's token cannot act as an agent.
 *
 * @param publicUrl base of all our URLs, without a trailing slash
 * @param scheme whether the audience of agents' tokens is one workspace or all
 */
public record Audiences(String publicUrl, Scheme scheme) {

    /** Whom agents' tokens are meant for. */
    public enum Scheme {
        WORKSPACE,
        INSTALLATION
    }

    /** The audience of tokens for the control plane. */
    public String control() {
        return publicUrl + "/control";
    }

    /** The audience of agents' tokens for a workspace. */
    public String agents(WorkspaceId workspace) {
        return switch (scheme) {
            case WORKSPACE -> anyAgents() + '/' + workspace.text();
            case INSTALLATION -> anyAgents();
        };
    }

    /** The endpoint of agents, whose workspaces follow after a slash. */
    public String anyAgents() {
        return publicUrl + "/mcp";
    }

    boolean areForControl(Set<String> named) {
        return named.contains(control()) && named.stream().noneMatch(this::isForAgents);
    }

    boolean areForAgents(Set<String> named, WorkspaceId workspace) {
        return named.contains(agents(workspace)) && !named.contains(control());
    }

    private boolean isForAgents(String audience) {
        return audience.equals(anyAgents()) || audience.startsWith(anyAgents() + '/');
    }
}
