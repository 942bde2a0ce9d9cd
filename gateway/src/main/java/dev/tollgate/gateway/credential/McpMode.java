package dev.tollgate.gateway.credential;

/** Authentication methods that a workspace allows its agents. */
public enum McpMode {
    STATIC_OR_OAUTH,
    OAUTH_ONLY,
    STATIC_ONLY
}
