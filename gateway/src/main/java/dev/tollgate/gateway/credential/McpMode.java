package dev.tollgate.gateway.credential;

/** How agents of a workspace may prove who they are. */
public enum McpMode {
    STATIC_OR_OAUTH,
    OAUTH_ONLY,
    STATIC_ONLY
}
