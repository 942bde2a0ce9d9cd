package dev.tollgate.webhooks.holder;

import java.util.Locale;

/** Kind of an endpoint's holder. */
public enum HolderKind {
    API_KEY,
    MCP_CLIENT,
    /** A person on the control plane, whose role decides. */
    MEMBER,
    /** The agent of a member, over MCP, as far as role and grant go. */
    OAUTH_AGENT,
    OPERATOR,
    /** The workspace itself: endpoints that were created before holders existed. */
    WORKSPACE;

    /** As it is stored. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static HolderKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
