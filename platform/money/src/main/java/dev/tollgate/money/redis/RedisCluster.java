package dev.tollgate.money.redis;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The masters of a Redis cluster, a connection to each, for one event loop. A call goes to the master of its slot. It
 * is sent again only where a node says that it did not run it: because the slot has moved, is moving, or because the
 * library is missing. Whatever a broken connection leaves unknown is never repeated here.
 */
final class RedisCluster implements RedisServers {

    /** How often one call is sent at most. */
    static final int ATTEMPTS_MAX = 8;

    /** Pause before a call is repeated whose keys are on two nodes while their slot moves. */
    static final Duration MOVING_AGAIN = Duration.ofMillis(20);

    /** The shortest time from one reading of the slots to the next. */
    static final Duration READ_AGAIN = Duration.ofMillis(200);

    /** What is on its way to a node that has left is answered within this time, or never. */
    private static final Duration LEAVES_AFTER = RedisChannel.ANSWER_MAX.multipliedBy(2);

    private static final Logger LOGGER = LoggerFactory.getLogger(RedisCluster.class);

    /** A call on its way to a slot. */
    private record Call(int slot, Supplier<Request> request, int attempt) {

        Call again() {
            return new Call(slot, request, attempt + 1);
        }
    }

    private final Vertx vertx;
    private final RedisAddress address;
    private final String library;
    private final Map<String, RedisServer> servers = new LinkedHashMap<>();
    private final Set<String> leaving = new LinkedHashSet<>();
    private @Nullable SlotMap map;
    private @Nullable Future<SlotMap> reading;
    private boolean readsSoon;
    private long readNanos = System.nanoTime() - READ_AGAIN.toNanos();
    private int turn;
    private boolean closed;

    RedisCluster(Vertx vertx, RedisAddress address, String library) {
        this.vertx = vertx;
        this.address = address;
        this.library = library;
    }

    @Override
    public Future<Response> call(TenantId tenant, Supplier<Request> request) {
        return route(new Call(HashSlot.of(tenant), request, 1));
    }

    @Override
    public Future<@Nullable Response> call(String key, Supplier<Request> request) {
        return route(new Call(HashSlot.of(key), request, 1));
    }

    @Override
    public Future<Response> any(Supplier<Request> request) {
        return first(nodes(), node -> server(node).call(request));
    }

    @Override
    public <T, R> Future<List<R>> each(
            List<T> entries, Function<T, TenantId> tenant, Function<List<T>, Future<List<R>>> call, @Nullable R away) {
        return new SlotParts<T, R>(entries, tenant).run(call, away);
    }

    /** Reads the slots first: a master that was added has accounts that nothing here has asked for yet. */
    @Override
    public Future<List<RedisServer>> all() {
        return read().map(now -> now.masters().stream().map(this::server).toList());
    }

    @Override
    public boolean cluster() {
        return true;
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return Future.join(servers.values().stream().map(RedisServer::close).toList())
                .mapEmpty();
    }

    private Future<Response> route(Call call) {
        SlotMap known = map;
        return known == null ? read().compose(now -> send(now, call)) : send(known, call);
    }

    private Future<Response> send(SlotMap known, Call call) {
        String owner = known.owner(call.slot);
        if (owner == null) {
            readSoon();
            return Future.failedFuture(Failure.Unavailable.before(
                    "no Redis master serves slot " + call.slot, VertxException.noStackTrace("slot not served")));
        }
        return server(owner).call(call.request).recover(cause -> redirect(owner, cause, call));
    }

    private Future<Response> redirect(String from, Throwable cause, Call call) {
        Redirect redirect = Redirect.of(cause.getMessage(), from);
        if (call.attempt >= ATTEMPTS_MAX) {
            return Future.failedFuture(cause);
        }
        return switch (redirect) {
            case Redirect.Moved(String to) -> {
                SlotMap known = map;
                if (known != null) {
                    known.moved(call.slot, to);
                }
                readSoon();
                yield server(to).call(call.request).recover(next -> redirect(to, next, call.again()));
            }
            case Redirect.Ask(String to) ->
                server(to).callWhileTaking(call.request).recover(next -> redirect(to, next, call.again()));
            case Redirect.Later _ ->
                vertx.timer(MOVING_AGAIN.toMillis(), TimeUnit.MILLISECONDS).compose(_ -> route(call.again()));
            case Redirect.None _ -> {
                readSoon();
                yield Future.failedFuture(cause);
            }
        };
    }

    /** The node of this address, with a connection of its own from its first use. */
    private RedisServer server(String hostPort) {
        return servers.computeIfAbsent(
                hostPort, _ -> new RedisServer(hostPort, new RedisChannel(vertx, address.url(hostPort)), library));
    }

    /** Reads the slots, soon: many calls may notice at once that a map is old. */
    private void readSoon() {
        if (readsSoon || closed) {
            return;
        }
        readsSoon = true;
        long since = System.nanoTime() - readNanos;
        long waitMs = TimeUnit.NANOSECONDS.toMillis(READ_AGAIN.toNanos() - since);
        vertx.setTimer(Math.max(1, waitMs), _ -> {
            readsSoon = false;
            read().onFailure(cause -> LOGGER.atWarn()
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("failed to read the slots of the Redis cluster, will retry"));
        });
    }

    private Future<SlotMap> read() {
        Future<SlotMap> running = reading;
        if (running != null) {
            return running;
        }
        Future<SlotMap> next = first(nodes(), this::slots).onSuccess(this::install);
        reading = next;
        return next.onComplete(_ -> {
            reading = null;
            readNanos = System.nanoTime();
        });
    }

    private Future<SlotMap> slots(String node) {
        return server(node)
                .send(Request.cmd(Command.CLUSTER).arg("SLOTS"))
                .map(ranges -> SlotMap.read(ranges, node))
                .compose(read -> read.masters().isEmpty()
                        ? Future.failedFuture(VertxException.noStackTrace(node + " serves no cluster"))
                        : Future.succeededFuture(read));
    }

    /** Whom to ask about the cluster: masters, another one first each time, then the nodes of the settings. */
    private List<String> nodes() {
        SlotMap known = map;
        List<String> masters = known == null ? List.of() : known.masters();
        Set<String> nodes = new LinkedHashSet<>();
        for (int i = 0; i < masters.size(); i++) {
            nodes.add(masters.get((i + turn) % masters.size()));
        }
        turn = masters.isEmpty() ? 0 : (turn + 1) % masters.size();
        nodes.addAll(address.seeds());
        return new ArrayList<>(nodes);
    }

    private static <T> Future<T> first(List<String> nodes, Function<String, Future<T>> ask) {
        Future<T> answer = ask.apply(nodes.getFirst());
        List<String> others = nodes.subList(1, nodes.size());
        return answer.recover(cause -> others.isEmpty()
                ? Future.failedFuture(Failure.Unavailable.before(
                        "no node of the Redis cluster answers: " + cause.getMessage(), cause))
                : first(others, ask));
    }

    private void install(SlotMap read) {
        map = read;
        List<String> masters = read.masters();
        masters.stream().filter(master -> !servers.containsKey(master)).forEach(this::join);
        servers.keySet().stream()
                .filter(node -> !masters.contains(node) && leaving.add(node))
                .toList()
                .forEach(node -> vertx.setTimer(LEAVES_AFTER.toMillis(), _ -> leave(node)));
    }

    /** A master that joins may lack the library, or have an older one. */
    private void join(String master) {
        server(master)
                .load()
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("node", master)
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to load Redis functions on a master, will retry at its first call"));
    }

    private void leave(String node) {
        leaving.remove(node);
        SlotMap known = map;
        if (known == null || !known.masters().contains(node)) {
            RedisServer left = servers.remove(node);
            if (left != null) {
                left.close().onFailure(_ -> {});
            }
        }
    }
}
