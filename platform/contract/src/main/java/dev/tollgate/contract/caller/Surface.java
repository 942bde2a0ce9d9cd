package dev.tollgate.contract.caller;

import java.util.Locale;

/** The door a call came in by. */
public enum Surface {
    REST("api"),
    MCP("mcp"),
    CONTROL("control");

    private final String source;

    Surface(String source) {
        this.source = source;
    }

    /** What a record changed through this door carries as its {@code source}. */
    public String source() {
        return source;
    }

    /** The word in usage and audit events. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
