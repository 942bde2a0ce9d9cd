package dev.tollgate.gateway.credential;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The credentials one event loop has seen. A plain map: a known token costs one look into it. Everything is forgotten
 * when any change is announced, and refilled from what the process shares.
 */
public final class CredentialCache {

    static final int TOKENS_MAX = 10_000;

    private static final Answer UNKNOWN = new Answer.Unknown();
    private static final Answer UNASKED = new Answer.NotLookedUp();

    /** Result of a token look-up. */
    public sealed interface Answer {

        record Known(Credential credential) implements Answer {}

        /** It opens nothing. */
        record Unknown() implements Answer {}

        /** PostgreSQL was not asked: the look-ups for unknown tokens are used up. */
        record NotLookedUp() implements Answer {}
    }

    /**
     * Sources of a loop's cache misses.
     *
     * @param shared the memory of the process
     * @param filter whether a token is worth a look-up
     * @param peppers what tokens are hashed with
     * @param operators operators of the settings
     * @param rows asks PostgreSQL, on this loop; fails with {@link Failure} when it is away
     */
    public record Sources(
            SharedCredentialLookups shared,
            LookupFilter filter,
            Peppers peppers,
            OperatorTokens operators,
            Function<Token, Future<Optional<Credential>>> rows) {}

    /** A cached credential, and its last use. */
    private static final class CachedCredential {
        final Credential credential;
        Instant lastUsed;
        boolean reported;

        CachedCredential(Credential credential, Instant now) {
            this.credential = credential;
            this.lastUsed = now;
        }

        void used(Instant now) {
            lastUsed = now;
            reported = false;
        }
    }

    private final Map<String, CachedCredential> known = new LruMap<>(TOKENS_MAX, this::makesRoom);
    private final Map<UUID, Instant> forgotten = new HashMap<>();
    private final SharedCredentialLookups shared;
    private final Sources sources;
    private final ContextInternal context;
    private final InstantSource clock;
    private long version;

    /**
     * The cache of one loop.
     *
     * @param context the loop every future completes on
     */
    public CredentialCache(Sources sources, ContextInternal context, InstantSource clock) {
        this.shared = sources.shared();
        this.sources = sources;
        this.context = context;
        this.clock = clock;
    }

    /** The cached result of this loop; null if a look-up is needed. */
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
        seen.used(now);
        return seen.credential;
    }

    /** Last use of each credential since the previous call. Without operators. */
    public Map<UUID, Instant> used() {
        var used = new HashMap<>(forgotten);
        forgotten.clear();
        gather(used);
        return used;
    }

    /** Two secrets of a credential count as one. */
    private void gather(Map<UUID, Instant> used) {
        for (var seen : known.values()) {
            if (!seen.reported) {
                add(used, seen.credential, seen.lastUsed);
            }
            seen.reported = true;
        }
    }

    /** A use that was not reported yet outlives its entry. */
    private void makesRoom(CachedCredential seen) {
        if (!seen.reported) {
            add(forgotten, seen.credential, seen.lastUsed);
        }
    }

    private static void add(Map<UUID, Instant> used, Credential credential, Instant time) {
        if (credential.workspace() != null) {
            used.merge(credential.id(), time, (one, other) -> one.isAfter(other) ? one : other);
        }
    }

    /**
     * The credential of a token. Malformed tokens are refused offline, operators are known without a look-up. Fails if
     * PostgreSQL is unavailable.
     *
     * @param throttled whether too many wrong tokens came from its address
     */
    public Future<Answer> ask(String text, boolean throttled) {
        var token = Token.parse(text);
        if (token.isEmpty() || token.get().kind() == Token.Kind.INVITATION) {
            return Future.succeededFuture(UNKNOWN);
        }
        if (token.get().kind() == Token.Kind.OPERATOR) {
            return Future.succeededFuture(operator(token.get()));
        }
        long asked = shared.version();
        var lookup = lookup(token.get(), throttled);
        return lookup == null ? Future.succeededFuture(UNASKED) : answer(text, lookup, asked);
    }

    /** The operator of a browser session; empty if the settings name none with the token that opened it. */
    public Optional<Credential> operator(String name, String mark) {
        return sources.operators().mark(name).filter(mark::equals).map(_ -> Credential.operator(name));
    }

    private Answer operator(Token token) {
        var operator = sources.operators().operator(token).map(Credential::operator);
        operator.ifPresent(known -> keep(token.text(), known, shared.version()));
        return operator.<Answer>map(Answer.Known::new).orElse(UNKNOWN);
    }

    private @Nullable CompletableFuture<Optional<Credential>> lookup(Token token, boolean throttled) {
        var remembered = shared.remembered(token);
        if (remembered != null) {
            return remembered;
        }
        return sources.filter().allows(sources.peppers().hashes(token), throttled)
                ? shared.credential(token, sources.rows())
                : null;
    }

    private Future<Answer> answer(String text, CompletableFuture<Optional<Credential>> lookup, long asked) {
        return Future.fromCompletionStage(lookup, context)
                .map(found -> found.filter(credential -> !credential.ended(clock.instant())))
                .onSuccess(found -> found.ifPresent(credential -> keep(text, credential, asked)))
                .recover(failure -> serveStale(text, failure))
                .map(found -> found.<Answer>map(Answer.Known::new).orElse(UNKNOWN));
    }

    /** Caches what was read, unless something has changed meanwhile. It was used in either case. */
    private void keep(String text, Credential credential, long asked) {
        if (shared.listening() && shared.version() == asked && version == asked) {
            known.put(text, new CachedCredential(credential, clock.instant()));
        } else {
            add(forgotten, credential, clock.instant());
        }
    }

    /** A stale entry from before an announced change is not used: the change may have revoked it. */
    private Future<Optional<Credential>> serveStale(String text, Throwable failure) {
        var seen = known.get(text);
        var now = clock.instant();
        if (failure instanceof Failure.Unavailable
                && seen != null
                && version == shared.version()
                && !seen.credential.ended(now)
                && shared.mayServeStale()) {
            seen.used(now);
            return Future.succeededFuture(Optional.of(seen.credential));
        }
        return Future.failedFuture(failure);
    }
}
