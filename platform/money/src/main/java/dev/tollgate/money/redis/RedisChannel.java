package dev.tollgate.money.redis;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.RedisURI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to Redis for one event loop, re-established after a loss. A command during a reconnect waits for the
 * new connection; if that fails, the command fails, which proves that it did not run. A server that does not answer
 * within {@link #ANSWER_MAX} is considered dead, also during connect.
 */
public final class RedisChannel {

    /** Maximum time without an answer while requests are pending. */
    public static final Duration ANSWER_MAX = Duration.ofSeconds(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisChannel.class);
    private static final String DEFAULT_USER = "default";
    private static final int WAITING_MAX = 4_096;
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final long RECONNECT_MS = 50;

    /** Time to read the socket before it is cut: if our own loop was blocked, the answer is in it unread. */
    private static final long READ_MS = 20;

    /** A connection and its pending commands, answered in order. */
    private static final class Line {

        private final RedisConnection connection;
        private int owed;
        private long silentSinceNanos;

        Line(RedisConnection connection) {
            this.connection = connection;
        }

        Future<Response> send(Request request) {
            var answer = connection.send(request);
            if (!answer.isComplete()) {
                if (owed == 0) {
                    silentSinceNanos = System.nanoTime();
                }
                owed++;
                answer.onComplete(_ -> answered());
            }
            return answer;
        }

        private void answered() {
            owed--;
            silentSinceNanos = System.nanoTime();
        }
    }

    private final Vertx vertx;
    private final RedisOptions options;
    private final RedisURI address;
    private Redis client;
    private @Nullable Line line;
    private @Nullable Future<Line> connecting;
    private boolean watching;
    private boolean closed;

    RedisChannel(Vertx vertx, String url) {
        this.vertx = vertx;
        this.address = new RedisURI(url);
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
        Line open = line;
        if (open == null) {
            return connect()
                    .transform(ready -> ready.succeeded()
                            ? send(ready.result(), request)
                            : Future.failedFuture(
                                    Failure.Unavailable.before("failed to connect to Redis", ready.cause())));
        }
        return send(open, request);
    }

    Future<Void> close() {
        closed = true;
        line = null;
        return client.close();
    }

    private Future<Response> send(Line open, Request request) {
        if (!watching) {
            watching = true;
            lookIn(ANSWER_MAX.toMillis(), false);
        }
        return open.send(request);
    }

    private void lookIn(long millis, boolean last) {
        vertx.setTimer(millis, _ -> look(last));
    }

    /** One timer runs while answers are pending. It closes the connection only after the socket was read again. */
    private void look(boolean last) {
        Line open = line;
        if (open == null || open.owed == 0) {
            watching = false;
            return;
        }
        long leftNanos = ANSWER_MAX.toNanos() - (System.nanoTime() - open.silentSinceNanos);
        if (leftNanos > 0) {
            lookIn(TimeUnit.NANOSECONDS.toMillis(leftNanos) + 1, false);
        } else if (!last) {
            lookIn(READ_MS, true);
        } else {
            watching = false;
            cut();
        }
    }

    /**
     * Lets go of a connection that does not answer; what was sent on it stays unknown. Its client goes with it: closing
     * a connection of a pool only hands it back.
     */
    private void cut() {
        LOGGER.atWarn().addKeyValue("server", address.socketAddress()).log("Redis does not respond, reconnecting");
        leave();
        reconnect();
    }

    private void leave() {
        var old = client;
        client = Redis.createClient(vertx, options);
        line = null;
        connecting = null;
        old.close().onFailure(_ -> {});
    }

    private Future<Line> connect() {
        if (closed) {
            return Future.failedFuture(VertxException.noStackTrace("closed"));
        }
        Future<Line> running = connecting;
        if (running != null) {
            return running;
        }
        var by = client;
        Future<Line> attempt = by.connect()
                .compose(this::authenticated)
                .timeout(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .map(Line::new)
                .onSuccess(made -> opened(by, made))
                .onFailure(cause -> notOpened(by, cause));
        connecting = attempt;
        return attempt.onComplete(_ -> {
            if (attempt.equals(connecting)) {
                connecting = null;
            }
        });
    }

    /**
     * The connection as the user of the URL. The client authenticates only where the server asks for it, so it would be
     * the default user where that needs no password.
     */
    private Future<RedisConnection> authenticated(RedisConnection connection) {
        String user = address.user();
        String password = address.password();
        if (user == null && password == null) {
            return Future.succeededFuture(connection);
        }
        var request = Request.cmd(Command.AUTH)
                .arg(user == null ? DEFAULT_USER : user)
                .arg(password == null ? "" : password);
        return connection
                .send(request)
                .map(connection)
                .onFailure(_ -> connection.close().onFailure(_ -> {}));
    }

    private void opened(Redis by, Line made) {
        if (!by.equals(client)) {
            return;
        }
        line = made;
        made.connection.exceptionHandler(broken -> lost(made, String.valueOf(broken.getMessage())));
        made.connection.endHandler(_ -> lost(made, "closed by the server"));
    }

    /** A client that waits for its only connection would wait for it again. */
    private void notOpened(Redis by, Throwable cause) {
        if (cause instanceof TimeoutException && !closed && by.equals(client)) {
            leave();
        }
    }

    private void lost(Line broken, String reason) {
        if (broken.equals(line)) {
            line = null;
            LOGGER.atWarn()
                    .addKeyValue("server", address.socketAddress())
                    .addKeyValue("reason", reason)
                    .log("lost Redis connection");
            reconnect();
        }
    }

    private void reconnect() {
        if (!closed && line == null) {
            connect().onFailure(_ -> vertx.setTimer(RECONNECT_MS, _ -> reconnect()));
        }
    }
}
