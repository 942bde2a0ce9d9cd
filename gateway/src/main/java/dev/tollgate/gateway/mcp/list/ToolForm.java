package dev.tollgate.gateway.mcp.list;

/**
 * How a connection wants its tools listed and answered.
 *
 * @param discover three tools that search, describe and call all others
 * @param outputSchemas whether the schema of its answers is listed with a tool
 * @param detailed whether records have the fields that they have for audit and synchronization
 */
public record ToolForm(boolean discover, boolean outputSchemas, boolean detailed) {

    /** Every tool, without output schema, with concise answers. */
    public static final ToolForm PLAIN = new ToolForm(false, false, false);

    /** The same, by three tools that search, describe and call. */
    public ToolForm discovering() {
        return new ToolForm(true, outputSchemas, detailed);
    }
}
