package dev.tollgate.money.redis;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.redis.RedisServerState.Fault;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of each Redis server that money needs, checked by a process at start and from then on. Safe from any thread.
 */
public final class RedisSettingsCheck {

    public static final Duration EVERY = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisSettingsCheck.class);

    private static final String USER_REFUSED = "WRONGPASS";

    /** What a server answers to CLUSTER if it is no node of one. */
    private static final String NO_CLUSTER = "cluster support disabled";

    /** Commands that the user of the URL must be allowed: ours, and those that the functions call. */
    public static final List<String> COMMANDS = List.of("FCALL", "FUNCTION", "INFO", "TIME", "GET", "SET", "DEL");

    private volatile @Nullable List<String> found;

    public RedisSettingsCheck(MeterRegistry registry) {
        var _ = Gauge.builder("tollgate.redis.settings.faults", this, RedisSettingsCheck::count)
                .description("Settings of Redis that put money at risk")
                .register(registry);
    }

    /** One line per fault of the last check; empty if there are none, or none is known. */
    public List<String> faults() {
        List<String> now = found;
        return now == null ? List.of() : now;
    }

    /** Checks each server. Fails while one does not answer; what one refuses to tell is no fault. */
    public Future<Void> run(RedisFunctions functions) {
        return look(functions).onFailure(_ -> found = null).map(this::remember).mapEmpty();
    }

    /**
     * Checks each server before the first hold. Fails with {@link SettingsRejected} where money would be lost for sure,
     * a server refuses the user of the URL, or Redis is a cluster and the settings say that it is none, or the other
     * way round; succeeds while a server is away.
     *
     * @param allowed whether to start all the same
     */
    public Future<Void> beforeStart(RedisFunctions functions, boolean allowed) {
        return look(functions)
                .map(this::remember)
                .recover(RedisSettingsCheck::away)
                .compose(faults -> {
                    List<String> fatal = faults.stream()
                            .filter(Fault::losesMoney)
                            .map(fault ->
                                    "Redis: " + fault.text() + " To start all the same: tollgate.redis.allow-eviction.")
                            .toList();
                    return fatal.isEmpty() || allowed
                            ? Future.succeededFuture()
                            : Future.failedFuture(new SettingsRejected(fatal));
                });
    }

    /** No faults if the server is away. Fails if it answers, but refuses the user or runs in the other mode. */
    private static Future<List<Fault>> away(Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            String text = String.valueOf(one.getMessage());
            if (one instanceof SettingsRejected) {
                return Future.failedFuture(one);
            } else if (text.startsWith(USER_REFUSED)) {
                return rejected("Redis refuses the user or the password of tollgate.redis.url (" + text + ").");
            } else if (text.contains(NO_CLUSTER)) {
                return rejected("Redis does not run in cluster mode: tollgate.redis.cluster must be false.");
            }
        }
        return Future.succeededFuture(List.of());
    }

    private static <T> Future<T> rejected(String fault) {
        return Future.failedFuture(new SettingsRejected(List.of(fault)));
    }

    private static Future<List<Fault>> look(RedisFunctions functions) {
        return functions
                .servers()
                .compose(servers -> Future.all(
                        servers.stream().map(server -> look(server, functions)).toList()))
                .map(all ->
                        all.<List<Fault>>list().stream().flatMap(List::stream).toList());
    }

    private static Future<List<Fault>> look(RedisServer server, RedisFunctions functions) {
        Request config = Request.cmd(Command.CONFIG).arg("GET");
        RedisServerState.CONFIG.forEach(config::arg);
        return server.send(Request.cmd(Command.INFO))
                .compose(info -> server.send(config)
                        .otherwiseEmpty()
                        .map(settings -> RedisServerState.of(info == null ? "" : info.toString(), settings)))
                .compose(state -> state.cluster() && !functions.cluster()
                        ? rejected("Redis runs in cluster mode: set tollgate.redis.cluster to true.")
                        : refusedFunction(server).map(refused -> faults(state, refused)))
                .map(faults -> functions.cluster()
                        ? faults.stream()
                                .map(fault -> new Fault(server.name() + ": " + fault.text(), fault.losesMoney()))
                                .toList()
                        : faults);
    }

    private static List<Fault> faults(RedisServerState state, @Nullable String refused) {
        List<Fault> faults = new ArrayList<>(state.faults());
        if (refused != null) {
            faults.add(new Fault(
                    "A command that holds need is refused (" + refused + "). Allow " + String.join(", ", COMMANDS)
                            + ".",
                    false));
        }
        return faults;
    }

    /** What the server answers to a function that it does not let this user call; null if it does. */
    private static Future<@Nullable String> refusedFunction(RedisServer server) {
        return server.call(RedisFunctions::askTime)
                .<@Nullable String>map(_ -> null)
                .recover(cause -> {
                    String text = String.valueOf(cause.getMessage());
                    return cause instanceof Failure || !(text.contains("NOPERM") || text.contains("unknown command"))
                            ? Future.failedFuture(cause)
                            : Future.succeededFuture(text);
                });
    }

    private List<Fault> remember(List<Fault> faults) {
        List<String> now = faults.stream().map(Fault::text).toList();
        if (!now.equals(found)) {
            now.forEach(fault -> LOGGER.atError().addKeyValue("fault", fault).log("Redis setting puts money at risk"));
        }
        found = now;
        return faults;
    }

    private double count() {
        List<String> now = found;
        return now == null ? Double.NaN : now.size();
    }
}
