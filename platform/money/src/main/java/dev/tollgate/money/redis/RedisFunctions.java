package dev.tollgate.money.redis;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the Redis functions, for one event loop, on one server or on the masters of a cluster. A call is sent again
 * only where a server says that it did not run it. Nothing else is ever sent twice.
 */
public final class RedisFunctions {

    /** The most entries of one call: a server is busy with it for about two milliseconds. */
    public static final int ENTRIES_MAX = 256;

    private static final Command FCALL = Command.create("FCALL");

    private final RedisServers servers;

    private RedisFunctions(RedisServers servers) {
        this.servers = servers;
    }

    /** On the calling event loop; connects when first used, or by {@link #load()}. */
    public static RedisFunctions open(Vertx vertx, RedisAddress address) {
        return new RedisFunctions(RedisServers.open(vertx, address, FunctionLibrary.source()));
    }

    /** The same of one server. */
    public static RedisFunctions open(Vertx vertx, String redisUrl) {
        return open(vertx, RedisAddress.of(redisUrl));
    }

    /** The same with another library text, for clocks that are set off. */
    public static RedisFunctions open(Vertx vertx, String redisUrl, String library) {
        return new RedisFunctions(RedisServers.open(vertx, RedisAddress.of(redisUrl), library));
    }

    /** Loads the library on every server, unless a newer one is there: {@link FunctionLoader}. */
    public Future<Void> load() {
        return servers.all()
                .compose(all -> Future.join(all.stream().map(RedisServer::load).toList()))
                .mapEmpty();
    }

    /** The clock that holds are made by, in milliseconds since 1970: of any server that answers. */
    public Future<Long> now() {
        return servers.any(RedisFunctions::askTime).map(Response::toLong);
    }

    /** The clocks of all servers; fails if one does not answer. */
    public Future<RedisTimes> times() {
        return servers.all()
                .compose(all -> Future.all(all.stream()
                        .map(server -> server.call(RedisFunctions::askTime))
                        .toList()))
                .map(answers -> RedisTimes.of(
                        answers.<Response>list().stream().map(Response::toLong).toList()));
    }

    /** Whether accounts lie on several servers. */
    public boolean cluster() {
        return servers.cluster();
    }

    /** Every server that holds accounts. */
    Future<List<RedisServer>> servers() {
        return servers.all();
    }

    /** A plain command, or a call of a function, on the server that has the key. */
    Future<@Nullable Response> send(String key, Supplier<Request> command) {
        return servers.call(key, command);
    }

    /** Ends the connections. */
    public Future<Void> close() {
        return servers.close();
    }

    /** A request can be sent only once; a repetition needs a new one. */
    public Future<Response> call(TenantId tenant, Supplier<Request> request) {
        return servers.call(tenant, request);
    }

    /** Asks for several tenants at once; see {@link RedisServers#each}. */
    public <T, R> Future<List<R>> each(
            List<T> entries, Function<T, TenantId> tenant, Function<List<T>, Future<List<R>>> call, @Nullable R away) {
        return servers.each(entries, tenant, call, away);
    }

    static Request askTime() {
        return fcall("tollgate_now_2", 0);
    }

    public static Request fcall(String function, int keys) {
        return Request.cmd(FCALL).arg(function).arg(keys);
    }
}
