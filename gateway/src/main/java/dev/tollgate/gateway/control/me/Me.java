package dev.tollgate.gateway.control.me;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** The caller of the control plane. */
public record Me(
        Kind kind,

        @JsonPropertyDescription("Name of the operator, or the subject at the identity provider.")
        String id,

        @JsonPropertyDescription("Display name.") String name,

        @JsonPropertyDescription(
                "Visible workspaces, newest first, at most 1000. Empty for operators, who see all: use "
                        + "search_workspaces.")
        List<VisibleWorkspace> workspaces) {

    /** Kinds of callers. */
    public enum Kind {
        OPERATOR,
        PERSON
    }
}
