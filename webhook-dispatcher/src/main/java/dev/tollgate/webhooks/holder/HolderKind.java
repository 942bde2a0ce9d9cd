package dev.tollgate.webhooks.holder;

import java.util.Locale;

/** Kind of an endpoint's holder. */
public enum HolderKind {
    API_KEY,
    MCP_CLIENT,
    /** Somebody on the control plane, whose role decides. */
    MEMBER,
    /** The agent of a member, over MCP, as far as role and grant go. */
    OAUTH_AGENT,
    OPERATOR,
    /** Nobody in particular: endpoints from before endpoints had a holder. */
    WORKSPACE;

    /** As it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static HolderKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
