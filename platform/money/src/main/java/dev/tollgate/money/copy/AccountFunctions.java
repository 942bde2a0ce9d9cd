package dev.tollgate.money.copy;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The Redis functions on the copies of accounts, on the connections of the others. */
public final class AccountFunctions {

    /** Result of a publish. */
    public enum Published {
        /** Redis has no copy of this incarnation. */
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

    private static final long NOTHING = 0;

    private final RedisFunctions functions;

    public AccountFunctions(RedisFunctions functions) {
        this.functions = functions;
    }

    /** One answer per publication, in their order. At most {@link RedisFunctions#ENTRIES_MAX}. */
    public Future<List<Published>> publish(List<Publication> publications) {
        return functions.each(publications, Publication::tenant, this::publishTogether, Published.AWAY);
    }

    private Future<List<Published>> publishTogether(List<Publication> publications) {
        return functions
                .call(publications.getFirst().tenant(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_publish_2", publications.size());
                    publications.forEach(one -> request.arg(RedisKeys.account(one.tenant())));
                    publications.forEach(one -> arguments(one.figures()).forEach(request::arg));
                    return request;
                })
                .map(response ->
                        response.stream().map(AccountFunctions::published).toList());
    }

    /**
     * Makes stubs where nothing of this run exists, and says what is there now. At most
     * {@link RedisFunctions#ENTRIES_MAX}.
     */
    public Future<List<CopyState>> prepare(List<Preparation> preparations) {
        return functions.each(preparations, Preparation::tenant, this::prepareTogether, new CopyState.Away());
    }

    private Future<List<CopyState>> prepareTogether(List<Preparation> preparations) {
        return functions
                .call(preparations.getFirst().tenant(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_prepare_2", preparations.size());
                    preparations.forEach(one -> request.arg(RedisKeys.account(one.tenant())));
                    preparations.forEach(one -> request.arg(one.n()));
                    return request;
                })
                .map(response -> response.stream().map(AccountFunctions::state).toList());
    }

    /** Says what is there now; changes nothing. At most {@link RedisFunctions#ENTRIES_MAX}. */
    public Future<List<CopyState>> look(List<TenantId> tenants) {
        return prepare(
                tenants.stream().map(tenant -> new Preparation(tenant, NOTHING)).toList());
    }

    /**
     * Whether there is a copy or a stub, of whichever run; true where the master does not answer while others do. At
     * most {@link RedisFunctions#ENTRIES_MAX}.
     */
    public Future<List<Boolean>> present(List<TenantId> tenants) {
        return functions.each(tenants, tenant -> tenant, this::presentTogether, true);
    }

    private Future<List<Boolean>> presentTogether(List<TenantId> tenants) {
        return functions
                .call(tenants.getFirst(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_seqs_2", tenants.size());
                    tenants.forEach(tenant -> request.arg(RedisKeys.account(tenant)));
                    return request;
                })
                .map(Response::toBuffer)
                .map(seqs -> IntStream.range(0, tenants.size())
                        .mapToObj(i -> seqs.getDoubleLE(i * Double.BYTES) >= 0)
                        .toList());
    }

    /** Current copies; empty if a copy is missing or must be renewed. At most {@link RedisFunctions#ENTRIES_MAX}. */
    public Future<List<Optional<AccountCopy>>> read(List<TenantId> tenants) {
        return functions.each(tenants, tenant -> tenant, this::readTogether, null);
    }

    private Future<List<Optional<AccountCopy>>> readTogether(List<TenantId> tenants) {
        return functions
                .call(tenants.getFirst(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_read_2", tenants.size());
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

    /**
     * Removes copies that are still as they were read; for each whether. At most {@link RedisFunctions#ENTRIES_MAX}.
     */
    public Future<List<Boolean>> drop(Map<TenantId, AccountCopy> copies) {
        return functions.each(List.copyOf(copies.entrySet()), Map.Entry::getKey, this::dropTogether, null);
    }

    private Future<List<Boolean>> dropTogether(List<Map.Entry<TenantId, AccountCopy>> copies) {
        return functions
                .call(copies.getFirst().getKey(), () -> {
                    Request request = RedisFunctions.fcall("tollgate_drop_3", copies.size());
                    copies.forEach(copy -> request.arg(RedisKeys.account(copy.getKey())));
                    copies.forEach(copy -> request.arg(copy.getValue().figures().inc())
                            .arg(copy.getValue().figures().seq()));
                    return request;
                })
                .map(response ->
                        response.stream().map(one -> one.toInteger() == 1).toList());
    }

    /** The arguments of a publish, in their order. */
    public static List<Long> arguments(PublishedFigures figures) {
        return List.of(
                figures.seq(),
                figures.inc(),
                figures.closed(),
                figures.turn(),
                figures.end(),
                figures.included(),
                figures.prepaid(),
                figures.capLeft(),
                figures.nextIncluded(),
                figures.nextCap(),
                (long) figures.enforcement().code(),
                figures.validUntilMillis());
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
