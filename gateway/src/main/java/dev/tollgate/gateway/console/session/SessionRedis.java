package dev.tollgate.gateway.console.session;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keys with an end and sorted sets in Redis, for one event loop. Every command names one key. Fails with
 * {@link Failure.Unavailable} while the server is away.
 */
public final class SessionRedis {

    private static final int CONNECTIONS_MAX = 4;
    private static final int WAITING_MAX = 256;
    private static final int CONNECT_MS_MAX = 1_000;
    private static final long ANSWER_MS_MAX = 2_000;

    /** All keys on one server. */
    private record OneServer(Redis client) implements SessionServers {

        @Override
        public Future<@Nullable Response> send(String key, Supplier<Request> command) {
            return client.send(command.get());
        }

        @Override
        public Future<Void> close() {
            return client.close();
        }
    }

    private final SessionServers servers;

    public SessionRedis(SessionServers servers) {
        this.servers = servers;
    }

    /** On one server. */
    public SessionRedis(Vertx vertx, String url) {
        this(new OneServer(client(vertx, url)));
    }

    private static Redis client(Vertx vertx, String url) {
        var options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(CONNECTIONS_MAX)
                .setMaxPoolWaiting(WAITING_MAX)
                .setProtocolNegotiation(false);
        options.getNetClientOptions().setConnectTimeout(CONNECT_MS_MAX).setTcpNoDelay(true);
        return Redis.createClient(vertx, options);
    }

    /** Stores a value that ends. */
    Future<Void> put(String key, String value, Duration life) {
        return send(
                        key,
                        () -> Request.cmd(Command.SET)
                                .arg(key)
                                .arg(value)
                                .arg("PX")
                                .arg(life.toMillis()))
                .mapEmpty();
    }

    /** The value of a key, null for none; it lives this long from now on. */
    Future<@Nullable String> touch(String key, Duration life) {
        return send(key, () -> Request.cmd(Command.GETEX).arg(key).arg("PX").arg(life.toMillis()))
                .map(SessionRedis::text);
    }

    /** The value of a key, null for none; the key is gone then. */
    Future<@Nullable String> take(String key) {
        return send(key, () -> Request.cmd(Command.GETDEL).arg(key)).map(SessionRedis::text);
    }

    Future<@Nullable String> get(String key) {
        return send(key, () -> Request.cmd(Command.GET).arg(key)).map(SessionRedis::text);
    }

    /** Deletes a key; false if there was none. */
    Future<Boolean> delete(String key) {
        return send(key, () -> Request.cmd(Command.DEL).arg(key))
                .map(deleted -> deleted != null && deleted.toInteger() > 0);
    }

    /** Adds a member to a sorted set that ends. */
    Future<Void> add(String key, long score, String member, Duration life) {
        return send(key, () -> Request.cmd(Command.ZADD).arg(key).arg(score).arg(member))
                .compose(_ ->
                        send(key, () -> Request.cmd(Command.PEXPIRE).arg(key).arg(life.toMillis())))
                .mapEmpty();
    }

    Future<Void> remove(String key, String member) {
        return send(key, () -> Request.cmd(Command.ZREM).arg(key).arg(member)).mapEmpty();
    }

    /** The members of a sorted set by rank, the lowest score first; negative ranks count from the end. */
    Future<List<String>> members(String key, int from, int to) {
        return send(key, () -> Request.cmd(Command.ZRANGE).arg(key).arg(from).arg(to))
                .map(found -> found == null
                        ? List.of()
                        : StreamSupport.stream(found.spliterator(), false)
                                .map(Response::toString)
                                .toList());
    }

    public Future<Void> close() {
        return servers.close();
    }

    private Future<@Nullable Response> send(String key, Supplier<Request> command) {
        return servers.send(key, command)
                .timeout(ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(
                        Failure.Unavailable.before("the Redis of console sessions is unavailable", cause)));
    }

    private static @Nullable String text(@Nullable Response value) {
        return value == null ? null : value.toString();
    }
}
