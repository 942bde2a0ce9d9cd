package dev.tollgate.money.redis;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One Redis server that has every account. */
record SingleRedis(RedisServer server) implements RedisServers {

    @Override
    public Future<Response> call(TenantId tenant, Supplier<Request> request) {
        return server.call(request);
    }

    @Override
    public Future<@Nullable Response> call(String key, Supplier<Request> request) {
        return server.call(request);
    }

    @Override
    public Future<Response> any(Supplier<Request> request) {
        return server.call(request);
    }

    @Override
    public <T, R> Future<List<R>> each(
            List<T> entries, Function<T, TenantId> tenant, Function<List<T>, Future<List<R>>> call, @Nullable R away) {
        return entries.isEmpty() ? Future.succeededFuture(List.of()) : call.apply(entries);
    }

    @Override
    public Future<List<RedisServer>> all() {
        return Future.succeededFuture(List.of(server));
    }

    @Override
    public boolean cluster() {
        return false;
    }

    @Override
    public Future<Void> close() {
        return server.close();
    }
}
