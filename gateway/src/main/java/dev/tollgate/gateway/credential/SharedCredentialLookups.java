package dev.tollgate.gateway.credential;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Credential look-ups of the process, behind the caches of its loops. Look-ups of one token are shared; unknown tokens
 * are remembered for {@link #UNKNOWN_KEPT}. While changes are not announced to us, nothing is remembered. Safe from any
 * thread.
 */
public final class SharedCredentialLookups {

    static final int TOKENS_MAX = 50_000;
    /** Lifetime of negative cache entries. */
    public static final Duration UNKNOWN_KEPT = Duration.ofSeconds(5);

    static final Duration KNOWN_KEPT = Duration.ofSeconds(30);

    /** For how long after the last announcement a loop may go on with what it knew, when PostgreSQL does not answer. */
    static final Duration SILENCE_MAX = Duration.ofSeconds(4);

    private final AsyncCache<String, Optional<Credential>> remembered;
    private final ConcurrentMap<String, CompletableFuture<Optional<Credential>>> running = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final Ticker ticker;
    private volatile boolean listening;
    private volatile long silentSince;

    /**
     * Empty; caches nothing before {@link #listenStarted}.
     *
     * @param ticker a monotonic clock
     */
    public SharedCredentialLookups(Ticker ticker) {
        this.ticker = ticker;
        this.silentSince = ticker.read();
        this.remembered = Caffeine.newBuilder()
                .maximumSize(TOKENS_MAX)
                .expireAfter(Expiry.<String, Optional<Credential>>creating(
                        (_, found) -> found.isPresent() ? KNOWN_KEPT : UNKNOWN_KEPT))
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
    }

    /** Changes with every announcement: what was read under another version is out of date. */
    public long version() {
        return version.get();
    }

    /** Whether changes are announced to us right now. */
    public boolean listening() {
        return listening;
    }

    /** Whether notifications were lost so recently that stale entries may still be used. */
    public boolean mayServeStale() {
        return ticker.read() - silentSince <= SILENCE_MAX.toNanos();
    }

    /** The cached result or the running look-up of a token; null if PostgreSQL must be queried. */
    @Nullable CompletableFuture<Optional<Credential>> remembered(Token token) {
        return listening ? remembered.getIfPresent(token.text()) : running.get(token.text());
    }

    /** The credential of a token, from memory or from one look-up that all who ask for it meanwhile share. */
    CompletableFuture<Optional<Credential>> credential(
            Token token, Function<Token, Future<Optional<Credential>>> rows) {
        return lookup(token.text(), () -> rows.apply(token));
    }

    /** The same for the membership of a subject in a workspace; dropped with changes of the member's id. */
    public CompletableFuture<Optional<Credential>> agent(
            WorkspaceId workspace, String subject, Supplier<Future<Optional<Credential>>> rows) {
        return lookup(workspace.text() + ' ' + subject, rows);
    }

    private CompletableFuture<Optional<Credential>> lookup(String key, Supplier<Future<Optional<Credential>>> rows) {
        if (listening) {
            return remembered.get(key, (_, _) -> rows.get().toCompletionStage().toCompletableFuture());
        }
        var mine = new CompletableFuture<Optional<Credential>>();
        var others = running.putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        rows.get().onComplete(answer -> {
            running.remove(key, mine);
            if (answer.succeeded()) {
                mine.complete(answer.result());
            } else {
                mine.completeExceptionally(answer.cause());
            }
        });
        return mine;
    }

    /**
     * A credential, workspace or tenant with this id has changed: dependent entries and all negative entries are
     * dropped, because the change may have made a token valid.
     */
    public void changed(UUID id) {
        remembered
                .asMap()
                .values()
                .removeIf(lookup -> !lookup.isDone()
                        || lookup.isCompletedExceptionally()
                        || lookup.join().map(found -> dependsOn(found, id)).orElse(true));
        version.incrementAndGet();
    }

    /** Announcements arrive again: all that was known may have changed unheard. */
    public void listenStarted() {
        remembered.synchronous().invalidateAll();
        listening = true;
        version.incrementAndGet();
    }

    /** Announcements have stopped. */
    public void listenLost() {
        if (listening) {
            silentSince = ticker.read();
            listening = false;
        }
    }

    private static boolean dependsOn(Credential credential, UUID id) {
        var workspace = credential.workspace();
        return credential.id().equals(id)
                || (workspace != null
                        && (workspace.workspace().value().equals(id)
                                || workspace.tenant().value().equals(id)));
    }
}
