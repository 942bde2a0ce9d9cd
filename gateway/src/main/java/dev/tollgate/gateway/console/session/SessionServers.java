package dev.tollgate.gateway.console.session;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Redis of sessions: one server, or a cluster, which knows where a key is. For one event loop. */
public interface SessionServers {

    /**
     * Sends a command to the server that has its key.
     *
     * @param command makes it anew for each attempt
     */
    Future<@Nullable Response> send(String key, Supplier<Request> command);

    Future<Void> close();
}
