package dev.tollgate.contract.caller;

import java.util.Locale;

/** The door a call came in by. */
public enum Surface {
    REST("api"),
    MCP("mcp"),
    CONTROL("control"),
    /** No door: a delivery that went out. */
    WEBHOOK("webhook");

    private final String source;
    private final String text;

    Surface(String source) {
        this.source = source;
        this.text = name().toLowerCase(Locale.ROOT);
    }

    /** What a record changed through this door carries as its {@code source}. */
    public String source() {
        return source;
    }

    /** The word in usage and audit events. */
    public String text() {
        return text;
    }
}
