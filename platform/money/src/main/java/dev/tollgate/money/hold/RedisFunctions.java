package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.PublishedFigures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The Redis functions, for one event loop, on one server or on the masters of a cluster. A call is sent again only
 * where a server says that it did not run it. Nothing else is ever sent twice.
 */
public final class RedisFunctions {

    /** Result of a publish. */
    public enum Published {
        /** There is no copy of this incarnation to tell. */
        NO_COPY,
        /** The copy is as new already. */
        KNOWN,
        /** The copy has the figures now. */
        DONE,
        /** The copy has closed further than the row: PostgreSQL lost commits, or a close was taken back. */
        AHEAD,
        /** A figure is not exact in Redis. */
        REFUSED,
        /** Its master did not answer, others did: it may have the figures or not. */
        AWAY
    }

    /** Figures for one copy. */
    public record Publication(TenantId tenant, PublishedFigures figures) {}

    /** A number of a new copy to be prepared. */
    public record Preparation(TenantId tenant, long n) {}

    /** The most entries of one call: a server is busy with it for about two milliseconds. */
    public static final int ENTRIES_MAX = 256;

    private static final long NOTHING = 0;
    private static final Command FCALL = Command.create("FCALL");

    /** Added to the number of limits of a call that has a budget. */
    private static final int BUDGETED = 8;

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
    boolean cluster() {
        return servers.cluster();
    }

    /** Every server that holds accounts. */
    Future<List<RedisServer>> servers() {
        return servers.all();
    }

    /** One answer per publication, in their order. At most {@link #ENTRIES_MAX}. */
    public Future<List<Published>> publish(List<Publication> publications) {
        return servers.each(publications, Publication::tenant, this::publishTogether, Published.AWAY);
    }

    private Future<List<Published>> publishTogether(List<Publication> publications) {
        return call(publications.getFirst().tenant(), () -> {
                    Request request = fcall("tollgate_publish_2", publications.size());
                    publications.forEach(one -> request.arg(RedisKeys.account(one.tenant())));
                    publications.forEach(one -> figures(request, one.figures()));
                    return request;
                })
                .map(response ->
                        response.stream().map(RedisFunctions::published).toList());
    }

    /** Makes stubs where nothing of this run exists, and says what is there now. At most {@link #ENTRIES_MAX}. */
    public Future<List<CopyState>> prepare(List<Preparation> preparations) {
        return servers.each(preparations, Preparation::tenant, this::prepareTogether, new CopyState.Away());
    }

    private Future<List<CopyState>> prepareTogether(List<Preparation> preparations) {
        return call(preparations.getFirst().tenant(), () -> {
                    Request request = fcall("tollgate_prepare_2", preparations.size());
                    preparations.forEach(one -> request.arg(RedisKeys.account(one.tenant())));
                    preparations.forEach(one -> request.arg(one.n()));
                    return request;
                })
                .map(response -> response.stream().map(RedisFunctions::state).toList());
    }

    /** Says what is there now; changes nothing. At most {@link #ENTRIES_MAX}. */
    public Future<List<CopyState>> look(List<TenantId> tenants) {
        return prepare(
                tenants.stream().map(tenant -> new Preparation(tenant, NOTHING)).toList());
    }

    /**
     * Whether there is a copy or a stub, of whichever run; true where the master does not answer while others do. At
     * most {@link #ENTRIES_MAX}.
     */
    public Future<List<Boolean>> present(List<TenantId> tenants) {
        return servers.each(tenants, tenant -> tenant, this::presentTogether, true);
    }

    private Future<List<Boolean>> presentTogether(List<TenantId> tenants) {
        return call(tenants.getFirst(), () -> {
                    Request request = fcall("tollgate_seqs_2", tenants.size());
                    tenants.forEach(tenant -> request.arg(RedisKeys.account(tenant)));
                    return request;
                })
                .map(Response::toBuffer)
                .map(seqs -> IntStream.range(0, tenants.size())
                        .mapToObj(i -> seqs.getDoubleLE(i * Double.BYTES) >= 0)
                        .toList());
    }

    /** Current copies; empty if a copy is missing or must be renewed. At most {@link #ENTRIES_MAX}. */
    public Future<List<Optional<AccountCopy>>> read(List<TenantId> tenants) {
        return servers.each(tenants, tenant -> tenant, this::readTogether, null);
    }

    private Future<List<Optional<AccountCopy>>> readTogether(List<TenantId> tenants) {
        return call(tenants.getFirst(), () -> {
                    Request request = fcall("tollgate_read_2", tenants.size());
                    tenants.forEach(tenant -> request.arg(RedisKeys.account(tenant)));
                    return request;
                })
                .map(response -> response.stream()
                        .map(Response::toBuffer)
                        .map(packed -> packed.length() == 0
                                ? Optional.<AccountCopy>empty()
                                : Optional.of(AccountCopy.read(packed)))
                        .toList());
    }

    /** Removes copies that are still as they were read; for each whether. At most {@link #ENTRIES_MAX}. */
    public Future<List<Boolean>> drop(Map<TenantId, AccountCopy> copies) {
        return servers.each(List.copyOf(copies.entrySet()), Map.Entry::getKey, this::dropTogether, null);
    }

    private Future<List<Boolean>> dropTogether(List<Map.Entry<TenantId, AccountCopy>> copies) {
        return call(copies.getFirst().getKey(), () -> {
                    Request request = fcall("tollgate_drop_3", copies.size());
                    copies.forEach(copy -> request.arg(RedisKeys.account(copy.getKey())));
                    copies.forEach(copy -> request.arg(copy.getValue().figures().inc())
                            .arg(copy.getValue().figures().seq()));
                    return request;
                })
                .map(response ->
                        response.stream().map(one -> one.toInteger() == 1).toList());
    }

    /** Adds to a count unless it would exceed a maximum; see {@link RedisCounts}. */
    Future<Boolean> count(String key, long more, long most, Duration life) {
        return servers.call(
                        key,
                        () -> fcall("tollgate_count_2", 1)
                                .arg(key)
                                .arg(more)
                                .arg(most)
                                .arg(Math.max(1, life.toMillis())))
                .map(response -> response != null && response.toInteger() == 1);
    }

    /** A plain command on the server that has the key. */
    Future<@Nullable Response> send(String key, Supplier<Request> command) {
        return servers.call(key, command);
    }

    /** Of one server, or of one slot: on a cluster each slot has holds of its own. */
    Future<Response> hold(List<HoldEntry> entries) {
        return call(entries.getFirst().request().tenant(), () -> {
            Request request = fcall(
                    "tollgate_hold_4",
                    entries.stream().mapToInt(one -> one.request().keys()).sum());
            entries.forEach(one -> keys(request, one.request()));
            entries.forEach(one -> arguments(request, one));
            return request;
        });
    }

    private static void keys(Request request, HoldRequest one) {
        request.arg(RedisKeys.account(one.tenant())).arg(RedisKeys.rate(one.tenant()));
        if (one.budget() != null) {
            request.arg(RedisKeys.budget(one.tenant(), one.budget().id()));
        }
    }

    private static void arguments(Request request, HoldEntry entry) {
        HoldRequest one = entry.request();
        int limits = one.rates().size();
        request.arg(one.costMicros())
                .arg(one.budget() == null ? limits : limits + BUDGETED)
                .arg(entry.calls());
        one.rates().forEach(rate -> request.arg(rate.name()).arg(rate.perSecond()));
    }

    /** The same of releases. */
    Future<Response> release(List<Release> releases) {
        return call(releases.getFirst().tenant(), () -> {
            Request request = fcall("tollgate_release_2", releases.size());
            releases.forEach(one -> request.arg(RedisKeys.account(one.tenant())));
            releases.forEach(one ->
                    request.arg(one.hold().inc()).arg(one.hold().bucket()).arg(one.micros()));
            return request;
        });
    }

    /** Ends the connections. */
    public Future<Void> close() {
        return servers.close();
    }

    /** A request can be sent only once; a repetition needs a new one. */
    Future<Response> call(TenantId tenant, Supplier<Request> request) {
        return servers.call(tenant, request);
    }

    /** Asks for several tenants at once; see {@link RedisServers#each}. */
    <T, R> Future<List<R>> each(
            List<T> entries, Function<T, TenantId> tenant, Function<List<T>, Future<List<R>>> call, @Nullable R away) {
        return servers.each(entries, tenant, call, away);
    }

    static Request askTime() {
        return fcall("tollgate_now_2", 0);
    }

    static Request fcall(String function, int keys) {
        return Request.cmd(FCALL).arg(function).arg(keys);
    }

    private static void figures(Request request, PublishedFigures figures) {
        request.arg(figures.seq())
                .arg(figures.inc())
                .arg(figures.closed())
                .arg(figures.turn())
                .arg(figures.end())
                .arg(figures.included())
                .arg(figures.prepaid())
                .arg(figures.capLeft())
                .arg(figures.nextIncluded())
                .arg(figures.nextCap())
                .arg(figures.enforcement().code())
                .arg(figures.validUntilMillis());
    }

    private static CopyState state(Response response) {
        long inc = response.get(0).toLong();
        if (inc <= 0) {
            return inc < 0 ? new CopyState.Absent() : new CopyState.Current();
        }
        return new CopyState.Stub(inc, Duration.ofMillis(response.get(1).toLong()));
    }

    static Published published(Response response) {
        return switch (response.toInteger()) {
            case 3 -> Published.AHEAD;
            case 2 -> Published.DONE;
            case 1 -> Published.KNOWN;
            case 0 -> Published.NO_COPY;
            default -> Published.REFUSED;
        };
    }
}
