package dev.tollgate.money.redis;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The Redis servers that hold accounts: one, or the masters of a cluster. For one event loop. */
sealed interface RedisServers permits SingleRedis, RedisCluster {

    static RedisServers open(Vertx vertx, RedisAddress address, String library) {
        return address.cluster()
                ? new RedisCluster(vertx, address, library)
                : new SingleRedis(new RedisServer(
                        address.toString(),
                        new RedisChannel(vertx, address.urls().getFirst()),
                        library));
    }

    /** Calls a function on the server that has the keys of a tenant. */
    Future<Response> call(TenantId tenant, Supplier<Request> request);

    /** Sends a command, or calls a function, on the server that has a key. */
    Future<@Nullable Response> call(String key, Supplier<Request> request);

    /** The same on any server that answers. */
    Future<Response> any(Supplier<Request> request);

    /**
     * Asks for several tenants at once.
     *
     * @param call makes one function call of some of the entries, whose tenants it may send together
     * @param away the answer for entries whose server did not answer while another did; null to fail then
     * @return one answer per entry, in their order
     */
    <T, R> Future<List<R>> each(
            List<T> entries, Function<T, TenantId> tenant, Function<List<T>, Future<List<R>>> call, @Nullable R away);

    /** All of them, as they are known now. */
    Future<List<RedisServer>> all();

    /** Whether calls of different tenants may need different servers. */
    boolean cluster();

    Future<Void> close();
}
