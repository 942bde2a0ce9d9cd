package dev.tollgate.contract.caller;

import java.util.Locale;

/** The surface of a call: REST, MCP, control plane; or what acts without a call. */
public enum Surface {
    REST("api"),
    MCP("mcp"),
    CONTROL("control"),
    /** No caller: an attempt of a delivery. */
    WEBHOOK("webhook"),
    /** No caller: a durable job. */
    JOB("job");

    private final String source;
    private final String text;

    Surface(String source) {
        this.source = source;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    /** The {@code source} of a record changed through this surface. */
    public String source() {
        return source;
    }

    /** The word in usage and audit events. */
    public String text() {
        return text;
    }
}
