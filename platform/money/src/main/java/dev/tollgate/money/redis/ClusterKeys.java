package dev.tollgate.money.redis;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plain commands of one key each on a Redis cluster, by the same routes as holds. For the calling event loop, with
 * connections of its own.
 */
public final class ClusterKeys {

    private final RedisServers servers;

    private ClusterKeys(RedisServers servers) {
        this.servers = servers;
    }

    public static ClusterKeys open(Vertx vertx, RedisAddress address) {
        return new ClusterKeys(RedisServers.open(vertx, address, FunctionLibrary.source()));
    }

    /**
     * Sends a command to the master of its key.
     *
     * @param command makes it anew for each attempt
     */
    public Future<@Nullable Response> send(String key, Supplier<Request> command) {
        return servers.call(key, command);
    }

    public Future<Void> close() {
        return servers.close();
    }
}
