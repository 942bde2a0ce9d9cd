package dev.tollgate.gateway.mcp.capability;

import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Capabilities of the endpoint on one event loop. Parts that are null are unknown methods. Called on that loop for an
 * admitted caller, and completes there; no future may fail: every failure is a {@link McpReply}.
 */
public record McpCapabilities(
        Tools tools,
        @Nullable Resources resources,
        @Nullable Prompts prompts,
        @Nullable Completions completions) {

    /** A list, a page at a time. */
    public interface Listed {

        /**
         * A page of the list.
         *
         * @param cursor empty for the first page
         * @return null if the cursor is invalid
         */
        @Nullable ListPage list(RequestContext context, String cursor);
    }

    /** Tools. */
    public interface Tools {

        /** A page of the list in the form that the connection wants; as {@link Listed#list}. */
        @Nullable ListPage list(McpRequest request, String cursor);

        /**
         * Whether the call only looks into the list, or names no tool of it: then it is free, and counts as a list
         * does.
         */
        default boolean looksUp(McpRequest request) {
            return false;
        }

        Future<McpReply> call(McpRequest request, CallListener listener);
    }

    /** Resources. */
    public interface Resources extends Listed {

        /** As {@link #list}, of {@code resourceTemplates}. */
        @Nullable ListPage templates(RequestContext context, String cursor);

        /** The resource {@code params.uri} names. */
        Future<McpReply> read(McpRequest request);
    }

    /** Prompts. */
    public interface Prompts extends Listed {
        Future<McpReply> get(McpRequest request);
    }

    /** Completion of arguments. */
    public interface Completions {
        Future<McpReply> complete(McpRequest request);
    }
}
