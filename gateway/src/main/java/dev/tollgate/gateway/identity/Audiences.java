package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.WorkspaceId;
import java.util.Set;

/**
 * Whom tokens must be meant for (RFC 8707). A token opens one plane: one that also names the other is refused by both,
 * or whoever reads a person's token could act as their agent.
 *
 * @param publicUrl what every address of ours starts with, without a slash at its end
 * @param scheme whether agents' tokens are meant for one workspace or for all
 */
public record Audiences(String publicUrl, Scheme scheme) {

    /** Whom agents' tokens are meant for. */
    public enum Scheme {
        WORKSPACE,
        INSTALLATION
    }

    /** What tokens for the control plane name. */
    public String control() {
        return publicUrl + "/control";
    }

    /** What agents' tokens for a workspace name. */
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
