package dev.tollgate.gateway.console.session;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the sessions of cookies, and spares Redis: an address that sent too many unknown cookies is not looked up for
 * one more. A session that this loop has seen is looked up from every address. One per event loop.
 */
public final class SessionLookups {

    private static final int SEEN_MAX = 10_000;
    private static final int UNKNOWN_MAX = 1_000;

    /** Result of a look-up. */
    public sealed interface Lookup {

        record Found(Session session) implements Lookup {}

        /** It has ended, or never was. */
        record Unknown() implements Lookup {}

        /** It was not looked up. */
        record Throttled(Refusal refusal) implements Lookup {}
    }

    private final Sessions sessions;
    private final SourceThrottle throttle;
    private final Map<String, Boolean> seen = new LruMap<>(SEEN_MAX);
    private final Map<String, Boolean> unknown = new LruMap<>(UNKNOWN_MAX);

    /**
     * The look-ups of one loop.
     *
     * @param throttle of unknown cookies only: a browser with an old cookie fails no sign-in
     */
    public SessionLookups(Sessions sessions, SourceThrottle throttle) {
        this.sessions = sessions;
        this.throttle = throttle;
    }

    /** The session of a cookie, which is in use now. Fails while Redis is unavailable. */
    public Future<Lookup> find(SessionSecret secret, String address) {
        return find(secret, address, sessions::find);
    }

    /** The same for a page that reads itself again: nobody uses the session by that. */
    public Future<Lookup> peek(SessionSecret secret, String address) {
        return find(secret, address, sessions::peek);
    }

    private Future<Lookup> find(
            SessionSecret secret, String address, Function<SessionSecret, Future<Optional<Session>>> lookup) {
        var hash = secret.hash();
        if (unknown.get(hash) != null) {
            return Future.succeededFuture(new Lookup.Unknown());
        }
        var refusal = seen.get(hash) == null ? throttle.refusal(address) : null;
        if (refusal != null) {
            return Future.succeededFuture(new Lookup.Throttled(refusal));
        }
        return lookup.apply(secret).map(found -> found.isPresent() ? found(hash, found.get()) : missing(hash, address));
    }

    /** Remembers a session that this loop has opened. */
    public void opened(SessionSecret secret) {
        seen.put(secret.hash(), true);
    }

    private Lookup found(String hash, Session session) {
        seen.put(hash, true);
        return new Lookup.Found(session);
    }

    /** A secret that is unknown once stays so. One of a session that has ended is no guess. */
    private Lookup missing(String hash, String address) {
        unknown.put(hash, true);
        if (seen.remove(hash) == null) {
            throttle.failed(address);
        }
        return new Lookup.Unknown();
    }
}
