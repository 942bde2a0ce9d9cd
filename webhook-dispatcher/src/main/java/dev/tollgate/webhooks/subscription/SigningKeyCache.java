package dev.tollgate.webhooks.subscription;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.memory.LruMap;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.signature.SigningKey;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The keys that sign for endpoints, opened, as long as the roster of their workspace is the same; a key whose time ends
 * goes on to sign for a minute at most. Used on one event loop.
 */
public final class SigningKeyCache {

    private static final Duration AGE_MAX = Duration.ofMinutes(1);
    private static final int ENDPOINTS_MAX = 20_000;

    /** Store of the keys. */
    @FunctionalInterface
    public interface Source {
        Future<List<SigningKey>> live(WorkspaceId workspace, WebhookId endpoint);
    }

    private record Known(long revision, long readNanos, Future<List<SigningKey>> keys) {}

    private final Source source;
    private final Map<UUID, Known> known = new LruMap<>(ENDPOINTS_MAX);

    public SigningKeyCache(Source source) {
        this.source = source;
    }

    /** Those that sign now, newest first. */
    public Future<List<SigningKey>> of(Subscriber endpoint, long revision) {
        var id = endpoint.id().value();
        var now = System.nanoTime();
        var remembered = known.get(id);
        if (remembered != null
                && remembered.revision() == revision
                && now - remembered.readNanos() < AGE_MAX.toNanos()
                && !remembered.keys().failed()) {
            return remembered.keys();
        }
        var keys = source.live(endpoint.workspace(), endpoint.id());
        known.put(id, new Known(revision, now, keys));
        return keys;
    }
}
