package dev.tollgate.gateway.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.gateway.pipeline.RequestContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request of an admitted caller, with headers and {@code _meta} checked.
 *
 * @param modern whether it is of a revision without sessions, 2026-07-28 and later
 * @param id as the client gave it
 * @param params all of them, {@code _meta} too; missing where none were given
 * @param form how the connection wants its tools listed
 * @param large whether they are too large to be validated on the event loop
 */
public record McpRequest(
        Entered caller, ToolForm form, boolean modern, JsonNode id, String method, JsonNode params, boolean large) {

    /** The context of the request. */
    public RequestContext context() {
        return caller.context();
    }

    /** The request without its parameters, which may be large, for answers that take long. */
    public McpRequest withoutParams() {
        return new McpRequest(caller, form, modern, id, method, MissingNode.getInstance(), false);
    }

    /** A text among the parameters, or null when there is none of this name. */
    public @Nullable String text(String name) {
        return params.path(name).textValue();
    }

    /** A field of {@code _meta}; missing when it is not there. */
    public JsonNode meta(String name) {
        return params.path("_meta").path(name);
    }

    /** The cursor of a list, empty for the first page; null for what is no cursor at all. */
    public @Nullable String cursor() {
        var cursor = params.path("cursor");
        if (cursor.isMissingNode() || cursor.isNull()) {
            return "";
        }
        return cursor.isTextual() && !cursor.textValue().isEmpty() ? Objects.requireNonNull(cursor.textValue()) : null;
    }
}
