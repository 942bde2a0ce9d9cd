package dev.tollgate.gateway.mcp;

import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint offers on one event loop. Parts that are null are unknown methods. Everything is called on that
 * loop for a visitor who was let in, and completes there; no future may fail: what goes wrong is a {@link Reply}.
 */
public record Offer(
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
         * @return null when the cursor is none of ours
         */
        @Nullable ListPage list(RequestContext context, String cursor);
    }

    /** What can be called. */
    public interface Tools extends Listed {
        Future<Reply> call(Asked asked, Audience audience);
    }

    /** What can be read. */
    public interface Resources extends Listed {

        /** As {@link #list}, of {@code resourceTemplates}. */
        @Nullable ListPage templates(RequestContext context, String cursor);

        /** The resource {@code params.uri} names. */
        Future<Reply> read(Asked asked);
    }

    /** What can be asked for as a beginning of a conversation. */
    public interface Prompts extends Listed {
        Future<Reply> get(Asked asked);
    }

    /** Values for arguments, as somebody types them. */
    public interface Completions {
        Future<Reply> complete(Asked asked);
    }
}
