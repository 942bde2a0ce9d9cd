package dev.tollgate.gateway.console.session;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.gateway.identity.SessionCaller;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of all people, in Redis: each under the hash of its secret, and an index of them for each person. One
 * per event loop. Fails while Redis is unavailable.
 */
public final class Sessions {

    /** Sessions of one person; signing in once more ends the oldest. */
    public static final int PER_PERSON_MAX = 20;

    private static final String PREFIX = "tollgate:console:";

    /** A session and the hash that names it. */
    public record Listed(String hash, Session session) {}

    /**
     * A new session.
     *
     * @param crowdedOut how many sessions of the same person ended for it
     */
    public record Opened(SessionSecret secret, int crowdedOut) {}

    private final SessionRedis redis;
    private final SecureRandom random;
    private final InstantSource clock;

    public Sessions(SessionRedis redis, SecureRandom random, InstantSource clock) {
        this.redis = redis;
        this.random = random;
        this.clock = clock;
    }

    /** Opens a session with a new secret. */
    public Future<Opened> open(SessionCaller owner, String name, String client) {
        var now = clock.instant();
        var ends = now.plus(Session.LIFE_MAX);
        var lasting = owner instanceof SessionCaller.Subject person
                ? new SessionCaller.Subject(person.subject(), ends, person.verifiedEmail())
                : owner;
        var secret = SessionSecret.mint(random);
        var index = index(owner);
        return redis.put(key(secret.hash()), new Session(lasting, name, client, now, ends).json(), Session.IDLE_MAX)
                .compose(_ -> redis.add(index, now.toEpochMilli(), secret.hash(), Session.LIFE_MAX))
                .compose(_ -> redis.members(index, 0, -1 - PER_PERSON_MAX))
                .compose(oldest -> end(index, oldest).map(new Opened(secret, oldest.size())));
    }

    /** The session of a secret, which is in use now; empty for none. */
    public Future<Optional<Session>> find(SessionSecret secret) {
        var key = key(secret.hash());
        return redis.touch(key, Session.IDLE_MAX).compose(json -> {
            var found = json == null ? Optional.<Session>empty() : Session.parse(json);
            return found.isPresent() && found.get().ended(clock.instant())
                    ? redis.delete(key).map(Optional.<Session>empty())
                    : Future.succeededFuture(found);
        });
    }

    /** The same, without taking it as used: a page that reads itself again keeps no session open. */
    public Future<Optional<Session>> peek(SessionSecret secret) {
        return redis.get(key(secret.hash()))
                .map(json -> (json == null ? Optional.<Session>empty() : Session.parse(json))
                        .filter(session -> !session.ended(clock.instant())));
    }

    /** Ends one session. */
    public Future<Void> end(SessionSecret secret, SessionCaller owner) {
        return end(index(owner), List.of(secret.hash()));
    }

    /** Ends one session of a person, by the hash that names it; false if it is none of theirs. */
    public Future<Boolean> end(String hash, SessionCaller owner) {
        var index = index(owner);
        return redis.members(index, 0, -1)
                .compose(all ->
                        all.contains(hash) ? end(index, List.of(hash)).map(true) : Future.succeededFuture(false));
    }

    /** Ends all sessions of a person. */
    public Future<Void> endAll(SessionCaller owner) {
        var index = index(owner);
        return redis.members(index, 0, -1).compose(all -> end(index, all));
    }

    /** The sessions of a person, newest first; the index forgets those that have ended. */
    public Future<List<Listed>> list(SessionCaller owner) {
        var index = index(owner);
        return redis.members(index, 0, -1)
                .compose(hashes -> Future.all(
                                hashes.stream().map(hash -> listed(index, hash)).toList())
                        .map(found -> found.<Optional<Listed>>list().stream()
                                .flatMap(Optional::stream)
                                .toList()
                                .reversed()));
    }

    private Future<Optional<Listed>> listed(String index, String hash) {
        return redis.get(key(hash))
                .compose(json -> json == null
                        ? redis.remove(index, hash).map(Optional.<Listed>empty())
                        : Future.succeededFuture(Session.parse(json).map(session -> new Listed(hash, session))));
    }

    private Future<Void> end(String index, List<String> hashes) {
        Future<Void> ended = Future.succeededFuture();
        for (var hash : hashes) {
            ended = ended.compose(_ -> redis.delete(key(hash))).compose(_ -> redis.remove(index, hash));
        }
        return ended;
    }

    /** Mints a link that opens a session for this owner once. */
    public Future<SessionSecret> link(SessionCaller owner, String name, Duration life) {
        var now = clock.instant();
        var secret = SessionSecret.mint(random);
        var content = new Session(owner, name, "", now, now.plus(life));
        return redis.put(PREFIX + "link:" + secret.hash(), content.json(), life).map(secret);
    }

    /** Spends a link: whom it signs in; empty for one that is spent, ended or unknown. */
    public Future<Optional<Session>> spend(SessionSecret link) {
        return redis.take(PREFIX + "link:" + link.hash())
                .map(json -> (json == null ? Optional.<Session>empty() : Session.parse(json))
                        .filter(content -> !content.ended(clock.instant())));
    }

    private static String key(String hash) {
        return PREFIX + "session:" + hash;
    }

    private static String index(SessionCaller owner) {
        return PREFIX + "person:" + Sha256.hex(owner.qualifiedId());
    }
}
