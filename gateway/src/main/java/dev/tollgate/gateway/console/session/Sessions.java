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

    /** Sign-ins of one person of the identity provider in a minute. */
    static final int SIGN_INS_PER_MINUTE_MAX = 20;

    private static final String PREFIX = "tollgate:console:";
    private static final Duration MINUTE = Duration.ofMinutes(1);

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

    /**
     * Counts a sign-in; false if it is one too many of its person in this minute. Those of operators are not limited:
     * each takes the token or a link.
     */
    public Future<Boolean> admitted(SessionCaller owner) {
        return switch (owner) {
            case SessionCaller.Operator _ -> Future.succeededFuture(true);
            case SessionCaller.Subject person -> {
                long now = clock.millis();
                var key = PREFIX + "sign_ins:" + now / MINUTE.toMillis() + ':' + Sha256.hex(person.qualifiedId());
                yield redis.add(key, now, Long.toHexString(random.nextLong()), MINUTE.multipliedBy(2))
                        .compose(_ -> redis.members(key, 0, SIGN_INS_PER_MINUTE_MAX))
                        .map(all -> all.size() <= SIGN_INS_PER_MINUTE_MAX);
            }
        };
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
                .compose(oldest -> end(index, oldest).map(ended -> new Opened(secret, ended)));
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

    /** Ends one session; false if it has ended already. */
    public Future<Boolean> end(SessionSecret secret, SessionCaller owner) {
        return end(index(owner), List.of(secret.hash())).map(ended -> ended > 0);
    }

    /** Ends one session of a person, by the hash that names it; false if it is none of theirs, or has ended already. */
    public Future<Boolean> end(String hash, SessionCaller owner) {
        var index = index(owner);
        return redis.members(index, 0, -1)
                .compose(all -> all.contains(hash)
                        ? end(index, List.of(hash)).map(ended -> ended > 0)
                        : Future.succeededFuture(false));
    }

    /** Ends all sessions of a person; gives how many there were. */
    public Future<Integer> endAll(SessionCaller owner) {
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

    /** Gives how many of them had not ended yet: of two that end the same session, one does. */
    private Future<Integer> end(String index, List<String> hashes) {
        Future<Integer> ended = Future.succeededFuture(0);
        for (var hash : hashes) {
            ended = ended.compose(before -> redis.delete(key(hash))
                    .compose(deleted -> redis.remove(index, hash).map(_ -> deleted ? before + 1 : before)));
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
