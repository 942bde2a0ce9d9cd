package dev.tollgate.gateway.control.setup;

/** A program that agents run in. */
public enum McpClientKind {
    CLAUDE_CODE("Claude Code"),
    CLAUDE_DESKTOP("Claude Desktop and claude.ai"),
    CURSOR("Cursor"),
    VS_CODE("VS Code"),
    CHATGPT("ChatGPT"),
    INSPECTOR("MCP Inspector"),
    JSON("Any other client");

    private final String title;

    McpClientKind(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
