package dev.tollgate.money.hold;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis for one event loop, made again after a loss. A command that comes while there is none waits
 * for the connection that is being made; where there will be none it fails: proof that it did not run. A server that
 * does not answer for {@link #ANSWER_MAX} is taken for gone, whatever the network says.
 */
final class RedisLink {

    /** How long any answer may take. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisLink.class);
    private static final int WAITING_MAX = 4_096;
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final long RECONNECT_MS = 50;

    private final Vertx vertx;
    private final RedisOptions options;
    private Redis client;
    private @Nullable RedisConnection connection;
    private @Nullable Future<RedisConnection> connecting;
    private boolean closed;

    RedisLink(Vertx vertx, String url) {
        this.vertx = vertx;
        this.options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(1)
                .setMaxWaitingHandlers(WAITING_MAX)
                .setProtocolNegotiation(false);
        options.getNetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS).setTcpNoDelay(true);
        this.client = Redis.createClient(vertx, options);
    }

    /**
     * The server's answer. An error reply fails the future; so does the loss of the connection, which proves nothing.
     */
    Future<Response> send(Request request) {
        var answer = sent(request);
        if (!answer.isComplete()) {
            long timer = vertx.setTimer(ANSWER_MAX.toMillis(), _ -> cut());
            answer.onComplete(_ -> vertx.cancelTimer(timer));
        }
        return answer;
    }

    private Future<Response> sent(Request request) {
        RedisConnection open = connection;
        if (open == null) {
            return connect()
                    .transform(ready -> ready.succeeded()
                            ? ready.result().send(request)
                            : Future.failedFuture(
                                    Failure.Unavailable.before("Redis cannot be reached", ready.cause())));
        }
        return open.send(request);
    }

    /**
     * Lets go of a connection that does not answer; what was sent on it stays unknown. Its client goes with it: closing
     * a connection of a pool only hands it back.
     */
    void cut() {
        if (!closed && connection != null) {
            var old = client;
            client = Redis.createClient(vertx, options);
            connection = null;
            connecting = null;
            LOGGER.atWarn().log("Redis does not answer, the connection is made anew");
            old.close().onFailure(_ -> {});
            reconnect();
        }
    }

    Future<Void> close() {
        closed = true;
        connection = null;
        return client.close();
    }

    private Future<RedisConnection> connect() {
        if (closed) {
            return Future.failedFuture(VertxException.noStackTrace("closed"));
        }
        Future<RedisConnection> running = connecting;
        if (running != null) {
            return running;
        }
        var by = client;
        Future<RedisConnection> attempt = by.connect().onSuccess(open -> opened(by, open));
        connecting = attempt;
        return attempt.onComplete(_ -> {
            if (attempt.equals(connecting)) {
                connecting = null;
            }
        });
    }

    private void opened(Redis by, RedisConnection open) {
        if (!by.equals(client)) {
            return;
        }
        connection = open;
        open.exceptionHandler(broken -> lost(open, String.valueOf(broken.getMessage())));
        open.endHandler(_ -> lost(open, "ended by the server"));
    }

    private void lost(RedisConnection open, String reason) {
        if (open.equals(connection)) {
            connection = null;
            LOGGER.atWarn().addKeyValue("reason", reason).log("connection to Redis lost");
            reconnect();
        }
    }

    private void reconnect() {
        if (!closed && connection == null) {
            connect().onFailure(_ -> vertx.setTimer(RECONNECT_MS, _ -> reconnect()));
        }
    }
}
