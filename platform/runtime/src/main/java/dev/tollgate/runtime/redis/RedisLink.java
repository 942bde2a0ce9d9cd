package dev.tollgate.runtime.redis;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to one Redis server, made anew with a growing pause after a loss. A connection that has not answered
 * for {@link #SILENT_MAX_NANOS} is ended: what comes after it is worth more than what is stuck in it.
 */
final class RedisLink {
    static final long SILENT_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_MS = 20;
    private static final long PAUSE_MAX_MS = 1_000;
    private static final int CONNECT_MAX_MS = 1_000;
    private static final int UNANSWERED_MAX = 1_024;
    private static final Logger LOGGER = LoggerFactory.getLogger(RedisLink.class);

    private record Open(Redis client, RedisConnection connection, Set<Promise<Response>> unanswered) {}

    private final ContextInternal context;
    private final RedisOptions options;
    private final @Nullable String library;
    private @Nullable Open open;
    private boolean connecting;
    private boolean closed;
    private long pauseMs = PAUSE_MS;
    private long silentSinceNanos;

    RedisLink(ContextInternal context, String url, @Nullable String library) {
        this.context = context;
        this.library = library;
        this.options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setMaxWaitingHandlers(UNANSWERED_MAX)
                .setPoolRecycleTimeout(-1)
                .setPoolCleanerInterval(-1)
                .setNetClientOptions(
                        new NetClientOptions().setConnectTimeout(CONNECT_MAX_MS).setTcpNoDelay(true));
    }

    boolean connected() {
        return open != null;
    }

    /** Starts to connect, unless that is under way. A client each: its pool would hand a stuck connection out again. */
    void connect() {
        if (open != null || connecting || closed) {
            return;
        }
        connecting = true;
        var client = Redis.createClient(context.owner(), options);
        client.connect()
                .compose(fresh -> library == null
                        ? Future.succeededFuture(fresh)
                        : fresh.send(RedisBatches.load(library)).map(fresh))
                .timeout(CONNECT_MAX_MS, TimeUnit.MILLISECONDS)
                .onSuccess(fresh -> joined(new Open(client, fresh, new LinkedHashSet<>())))
                .onFailure(cause -> {
                    client.close().onFailure(_ -> {});
                    LOGGER.atDebug()
                            .addKeyValue("reason", String.valueOf(cause.getMessage()))
                            .log("no Redis yet");
                    context.owner().setTimer(pauseMs, _ -> context.runOnContext(_ -> retry()));
                    pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
                });
    }

    /** The answer; fails when the connection is lost before it came. */
    Future<Response> send(Request command) {
        var current = open;
        if (current == null) {
            return Future.failedFuture(VertxException.noStackTrace("not connected"));
        }
        if (current.unanswered.isEmpty()) {
            silentSinceNanos = System.nanoTime();
        }
        var answer = Promise.<Response>promise();
        current.unanswered.add(answer);
        current.connection.send(command).onComplete(answered -> {
            current.unanswered.remove(answer);
            silentSinceNanos = System.nanoTime();
            var _ = answered.succeeded() ? answer.tryComplete(answered.result()) : answer.tryFail(answered.cause());
        });
        return answer.future();
    }

    Future<Response> load() {
        return library == null
                ? Future.failedFuture(VertxException.noStackTrace("there is no library to load"))
                : send(RedisBatches.load(library));
    }

    void sweep() {
        var current = open;
        if (current != null
                && !current.unanswered.isEmpty()
                && System.nanoTime() - silentSinceNanos > SILENT_MAX_NANOS) {
            LOGGER.atWarn().log("Redis is silent; the connection is made anew");
            lost(current);
        }
    }

    Future<Void> close() {
        closed = true;
        var current = open;
        open = null;
        return current == null ? Future.succeededFuture() : current.client.close();
    }

    private void retry() {
        connecting = false;
        connect();
    }

    private void joined(Open fresh) {
        connecting = false;
        pauseMs = PAUSE_MS;
        if (closed) {
            fresh.client.close().onFailure(_ -> {});
            return;
        }
        open = fresh;
        fresh.connection.exceptionHandler(
                cause -> LOGGER.atDebug().setCause(cause).log("the connection to Redis broke"));
        fresh.connection.endHandler(_ -> context.runOnContext(_ -> lost(fresh)));
    }

    private void lost(Open gone) {
        if (!gone.equals(open)) {
            return;
        }
        open = null;
        gone.client.close().onFailure(_ -> {});
        for (var answer : List.copyOf(gone.unanswered)) {
            var _ = answer.tryFail(VertxException.noStackTrace("the connection was lost"));
        }
        connect();
    }
}
