package dev.tollgate.gateway.credential;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.memory.RecentlyUsed;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The credentials one event loop has seen. A plain map: a known token costs one look into it. Everything is forgotten
 * when any change is announced, and refilled from what the process shares.
 */
public final class CredentialCache {

    static final int TOKENS_MAX = 10_000;

    /** One that was seen, and when it was last let in. */
    private static final class Seen {
        final Credential credential;
        Instant lastUsed;
        boolean told;

        Seen(Credential credential, Instant now) {
            this.credential = credential;
            this.lastUsed = now;
        }
    }

    private final Map<String, Seen> known = new RecentlyUsed<>(TOKENS_MAX);
    private final Map<UUID, Instant> forgotten = new HashMap<>();
    private final SharedLookups shared;
    private final Function<Token, Future<Optional<Credential>>> rows;
    private final ContextInternal context;
    private final InstantSource clock;
    private long version;

    /**
     * The cache of one loop.
     *
     * @param rows asks the store, on this loop; fails with {@link Failure} when it is away
     * @param context the loop every future completes on
     */
    public CredentialCache(
            SharedLookups shared,
            Function<Token, Future<Optional<Credential>>> rows,
            ContextInternal context,
            InstantSource clock) {
        this.shared = shared;
        this.rows = rows;
        this.context = context;
        this.clock = clock;
    }

    /** What this loop knows without asking; null when it must ask. */
    public @Nullable Credential known(String text, Instant now) {
        if (!shared.listening()) {
            return null;
        }
        if (version != shared.version()) {
            version = shared.version();
            gather(forgotten);
            known.clear();
            return null;
        }
        var seen = known.get(text);
        if (seen == null || seen.credential.ended(now)) {
            return null;
        }
        seen.lastUsed = now;
        seen.told = false;
        return seen.credential;
    }

    /** When each was last let in, of those that were since this was last asked. Operators are in no list. */
    public Map<UUID, Instant> used() {
        var used = new HashMap<>(forgotten);
        forgotten.clear();
        gather(used);
        return used;
    }

    /** Two secrets of a credential count as one. */
    private void gather(Map<UUID, Instant> used) {
        for (var seen : known.values()) {
            if (!seen.told && seen.credential.home() != null) {
                used.merge(seen.credential.id(), seen.lastUsed, (one, other) -> one.isAfter(other) ? one : other);
            }
            seen.told = true;
        }
    }

    /** The credential of a token, empty for none. Junk is refused here, offline. Fails when the store is away. */
    public Future<Optional<Credential>> ask(String text) {
        var token = Token.parse(text);
        if (token.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        long asked = shared.version();
        return Future.fromCompletionStage(shared.credential(token.get(), rows), context)
                .map(found -> found.filter(credential -> !credential.ended(clock.instant())))
                .onSuccess(found -> found.ifPresent(credential -> keep(text, credential, asked)))
                .recover(failure -> standIn(text, failure));
    }

    private void keep(String text, Credential credential, long asked) {
        if (shared.listening() && shared.version() == asked && version == asked) {
            known.put(text, new Seen(credential, clock.instant()));
        }
    }

    /** What was known before a change that was heard stands in for nothing: the change may have ended it. */
    private Future<Optional<Credential>> standIn(String text, Throwable failure) {
        var seen = known.get(text);
        return failure instanceof Failure.Unavailable
                        && seen != null
                        && version == shared.version()
                        && !seen.credential.ended(clock.instant())
                        && shared.mayStandIn()
                ? Future.succeededFuture(Optional.of(seen.credential))
                : Future.failedFuture(failure);
    }
}
