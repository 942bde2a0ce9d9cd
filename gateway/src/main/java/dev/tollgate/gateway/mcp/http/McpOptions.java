package dev.tollgate.gateway.mcp.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.mcp.list.ToolForm;

/**
 * Options of a connection, from the query of its URL and from headers.
 *
 * @param filter narrows what can be called
 */
public record McpOptions(ToolFilter filter, ToolForm form) {

    /** Those of a connection that sets none. */
    public static final McpOptions NONE = new McpOptions(ToolFilter.NONE, ToolForm.PLAIN);

    /** Options as they were read. */
    public sealed interface Reading {

        record Read(McpOptions options) implements Reading {}

        record Refused(Refusal refusal) implements Reading {}
    }
}
