package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives NOTIFY messages, over one connection per process. It is pinged every {@link #PING_EVERY}; after two missing
 * answers, or a disconnect, listeners are informed that notifications may be lost. Then it reconnects. The ping also
 * asks for the time, by which a process knows that its clock is wrong.
 *
 * <p>Listeners are called on this object's own context and hop to their own.
 */
public final class Notifications {
    public static final Duration PING_EVERY = Duration.ofMillis(300);

    /**
     * Unanswered pings after which the connection counts as lost. A single one may be late because our loop is busy.
     */
    private static final int UNANSWERED_MAX = 2;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(2);

    /** A longer timeout at start, when a small machine is busy. */
    private static final Duration FIRST_CONNECT_MAX = Duration.ofSeconds(20);

    private static final Logger LOGGER = LoggerFactory.getLogger(Notifications.class);

    private final Vertx vertx;
    private final PostgresSettings settings;
    private final DatabaseRole role;
    private final InstantSource clock;
    private final ClockSkew skew = new ClockSkew();
    private final Context context;
    private final Map<String, List<Consumer<String>>> listeners = new HashMap<>();
    private final List<Consumer<Boolean>> stateCallbacks = new ArrayList<>();
    private @Nullable PgConnection connection;
    private boolean connecting;
    private int unanswered;
    private volatile boolean listening;
    private volatile boolean stopped;
    private long timer = -1;

    public Notifications(Vertx vertx, PostgresSettings settings, DatabaseRole role, InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.role = role;
        this.clock = clock;
        this.context = vertx.getOrCreateContext();
    }

    /** Shows how far the clock of this process is from PostgreSQL's. */
    public void show(MeterRegistry registry) {
        skew.show(registry);
    }

    /** Calls the listener with the payload of each notification on a channel; at any time. */
    public void on(String channel, Consumer<String> listener) {
        context.runOnContext(_ -> {
            var isNew = !listeners.containsKey(channel);
            listeners.computeIfAbsent(channel, _ -> new ArrayList<>()).add(listener);
            if (isNew && connection != null) {
                listen(connection, channel).onFailure(_ -> lost());
            }
        });
    }

    /**
     * Calls the callback with true when listening begins, and with false when it is lost; at once with the current
     * state.
     */
    public void watch(Consumer<Boolean> callback) {
        context.runOnContext(_ -> {
            stateCallbacks.add(callback);
            callback.accept(listening);
        });
    }

    /** Whether nothing is missed at present. From any thread. */
    public boolean listening() {
        return listening;
    }

    /** Completes with the first connection; fails when there is none. */
    public Future<Void> start() {
        var started = connect(FIRST_CONNECT_MAX)
                .recover(cause -> Future.failedFuture(Failure.Unavailable.before("PostgreSQL refused LISTEN", cause)));
        context.runOnContext(
                _ -> timer = vertx.setPeriodic(PING_EVERY.toMillis(), _ -> context.runOnContext(_ -> ask())));
        return started;
    }

    public Future<Void> stop() {
        stopped = true;
        var cancelled = vertx.cancelTimer(timer);
        LOGGER.atDebug().addKeyValue("timer", cancelled).log("notifications closed");
        var open = connection;
        return open == null ? Future.succeededFuture() : open.close();
    }

    /** The bound is on the subscriptions too: a server that greets us and then falls silent is none. */
    private Future<Void> connect(Duration max) {
        connecting = true;
        var attempt = PgConnection.connect(vertx, ConnectOptions.of(settings, role));
        return attempt.compose(this::subscribe)
                .timeout(max.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(this::begun)
                .onFailure(_ -> attempt.onSuccess(PooledConnection::cut))
                .onComplete(_ -> connecting = false)
                .mapEmpty();
    }

    /** The connection, once every channel known now is listened to. */
    private Future<PgConnection> subscribe(PgConnection fresh) {
        fresh.notificationHandler(this::tell);
        fresh.exceptionHandler(cause -> LOGGER.atDebug().setCause(cause).log("LISTEN connection failed"));
        fresh.closeHandler(_ -> context.runOnContext(_ -> lostIf(fresh)));
        var subscriptions = listeners.keySet().stream()
                .map(channel -> listen(fresh, channel))
                .toList();
        return Future.all(subscriptions).map(fresh);
    }

    private void begun(PgConnection fresh) {
        connection = fresh;
        unanswered = 0;
        listening = true;
        List.copyOf(stateCallbacks).forEach(callback -> callback.accept(true));
        // A channel that was added while we were connecting.
        List.copyOf(listeners.keySet())
                .forEach(channel -> listen(fresh, channel).onFailure(_ -> lostIf(fresh)));
    }

    private static Future<Void> listen(PgConnection connection, String channel) {
        return connection.query("LISTEN \"" + channel + '"').execute().mapEmpty();
    }

    private void tell(PgNotification notification) {
        var payload = notification.getPayload();
        List.copyOf(listeners.getOrDefault(notification.getChannel(), List.of()))
                .forEach(listener -> listener.accept(payload == null ? "" : payload));
    }

    private void ask() {
        var open = connection;
        if (stopped) {
            return;
        }
        if (open == null) {
            if (!connecting) {
                connect(CONNECT_MAX)
                        .onFailure(cause -> LOGGER.atDebug().setCause(cause).log("LISTEN failed, will retry"));
            }
        } else if (unanswered >= UNANSWERED_MAX) {
            lost();
        } else {
            unanswered++;
            ping(open);
        }
    }

    private void ping(PgConnection open) {
        var sent = clock.instant();
        open.query(ClockSkew.READ)
                .execute()
                .onSuccess(rows -> {
                    unanswered = 0;
                    long micros = rows.iterator().next().getLong(0);
                    skew.read(sent, Instant.EPOCH.plus(micros, ChronoUnit.MICROS), clock.instant());
                })
                .onFailure(_ -> lostIf(open));
    }

    private void lostIf(PgConnection broken) {
        if (broken.equals(connection)) {
            lost();
        }
    }

    private void lost() {
        var broken = connection;
        if (broken == null) {
            return;
        }
        connection = null;
        listening = false;
        skew.unknown();
        if (!stopped) {
            LOGGER.atWarn().log("lost LISTEN connection, caches are stale until it is back");
        }
        List.copyOf(stateCallbacks).forEach(callback -> callback.accept(false));
        PooledConnection.cut(broken);
    }
}
