package dev.tollgate.gateway.identity;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.credential.SharedLookups;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The people one event loop has seen, and the tokens they came with. A known token costs one hash and two looks into
 * maps. Tokens are believed until they end or the issuer's keys change; what is known of a person is forgotten when any
 * change of access is announced.
 */
public final class People {

    static final int TOKENS_MAX = 10_000;
    static final int PEOPLE_MAX = 10_000;

    /** What a process shares between the people of its loops. */
    public record Sharing(Issuer issuer, String audience, IssuerKeys keys, SharedLookups lookups) {}

    /** A token that was checked; its claims about a role are passed on once. */
    private static final class Believed {
        final Claims claims;
        boolean renewed;

        Believed(Claims claims) {
            this.claims = claims;
            this.renewed = claims.organization() == null || claims.role() == null;
        }
    }

    /** Somebody as they were when we asked. */
    private record Met(Person person, Instant at) {}

    private final Map<ByteBuffer, Believed> believed = new Kept<>(TOKENS_MAX);
    private final Map<String, Met> met = new Kept<>(PEOPLE_MAX);
    private final Map<String, Future<Person>> asking = new HashMap<>();
    private final Sharing sharing;
    private final TokenChecks checks;
    private final PersonRows rows;
    private final ContextInternal loop;
    private final InstantSource clock;
    private final Doubts doubts;
    private final MessageDigest sha256 = sha256();
    private @Nullable KeySet believedBy;
    private long version;

    /**
     * The people of one loop.
     *
     * @param loop every future completes on it
     */
    public People(Sharing sharing, PersonRows rows, ContextInternal loop, InstantSource clock, Doubts doubts) {
        this.sharing = sharing;
        this.checks = new TokenChecks(loop.owner(), sharing.issuer(), sharing.audience());
        this.rows = rows;
        this.loop = loop;
        this.clock = clock;
        this.doubts = doubts;
    }

    /** Whether a token is for us to judge: a JWT has two dots, a token of ours none. */
    public static boolean takes(String token) {
        return token.indexOf('.') >= 0;
    }

    /** Who this loop knows without asking; null when it must ask. */
    public @Nullable SignedIn known(String token, Instant now) {
        var claims = believed(token, now);
        if (claims == null || !claims.renewed) {
            return null;
        }
        var somebody = remembered(claims.claims.subject(), now);
        return somebody != null && somebody.known() ? new SignedIn(somebody, claims.claims.expiresAt()) : null;
    }

    /** Who comes with a token; empty for nobody we let in. Fails while issuer or store cannot tell. */
    public Future<Optional<SignedIn>> ask(String token) {
        return checked(token).compose(checked -> switch (checked) {
            case TokenChecks.Verdict.Bad(Flaw flaw) -> nobody(flaw);
            case TokenChecks.Verdict.Good(Claims claims) -> meet(kept(token, claims));
        });
    }

    /** The verdict by the keys we have, or by newer ones if this token's key is not among them. */
    private Future<TokenChecks.Verdict> checked(String token) {
        var now = clock.instant();
        var earlier = believed(token, now);
        if (earlier != null) {
            return Future.succeededFuture(new TokenChecks.Verdict.Good(earlier.claims));
        }
        var keys = sharing.keys().now();
        var verdict = keys == null ? null : checks.verdict(token, keys, now);
        return verdict == null || unknownKey(verdict)
                ? Future.fromCompletionStage(sharing.keys().renewed(), loop).compose(_ -> checkedAgain(token))
                : Future.succeededFuture(verdict);
    }

    private Future<TokenChecks.Verdict> checkedAgain(String token) {
        var keys = sharing.keys().now();
        var verdict = keys == null ? null : checks.verdict(token, keys, clock.instant());
        return verdict == null || (unknownKey(verdict) && sharing.keys().failing())
                ? Future.failedFuture(Failure.Unavailable.before(
                        "the issuer does not tell its keys",
                        new IllegalStateException(sharing.issuer().url())))
                : Future.succeededFuture(verdict);
    }

    private static boolean unknownKey(TokenChecks.Verdict verdict) {
        return verdict instanceof TokenChecks.Verdict.Bad(Flaw flaw) && flaw == Flaw.UNKNOWN_KEY;
    }

    private Future<Optional<SignedIn>> meet(Believed token) {
        var claims = token.claims;
        return renewed(token)
                .compose(_ -> person(claims.subject()))
                .recover(failure -> standIn(claims.subject(), failure))
                .compose(person -> person.known()
                        ? Future.succeededFuture(Optional.of(new SignedIn(person, claims.expiresAt())))
                        : nobody(Flaw.UNKNOWN_SUBJECT));
    }

    private Future<Void> renewed(Believed token) {
        var claims = token.claims;
        if (token.renewed || claims.organization() == null || claims.role() == null) {
            return Future.succeededFuture();
        }
        return rows.renew(claims.subject(), claims.organization(), claims.role(), claims.issuedAt())
                .onSuccess(_ -> token.renewed = true);
    }

    /** From memory, or from one question that all who ask for the same person meanwhile share. */
    private Future<Person> person(String subject) {
        var somebody = remembered(subject, clock.instant());
        if (somebody != null) {
            return Future.succeededFuture(somebody);
        }
        var running = asking.get(subject);
        if (running != null) {
            return running;
        }
        long asked = sharing.lookups().version();
        var answer = rows.person(subject).onSuccess(found -> remember(found, asked));
        asking.put(subject, answer);
        return answer.onComplete(_ -> asking.remove(subject, answer));
    }

    private @Nullable Person remembered(String subject, Instant now) {
        if (!sharing.lookups().listening()) {
            return null;
        }
        if (version != sharing.lookups().version()) {
            version = sharing.lookups().version();
            met.clear();
            asking.clear();
            return null;
        }
        var somebody = met.get(subject);
        return somebody == null
                        || (!somebody.person().known()
                                && somebody.at()
                                        .plus(SharedLookups.UNKNOWN_KEPT)
                                        .isBefore(now))
                ? null
                : somebody.person();
    }

    private void remember(Person person, long asked) {
        if (sharing.lookups().listening() && sharing.lookups().version() == asked && version == asked) {
            met.put(person.subject(), new Met(person, clock.instant()));
        }
    }

    /** While the store is away for a moment, what we knew of somebody stands in for its answer. */
    private Future<Person> standIn(String subject, Throwable failure) {
        var somebody = met.get(subject);
        return failure instanceof Failure.Unavailable
                        && somebody != null
                        && sharing.lookups().mayStandIn()
                ? Future.succeededFuture(somebody.person())
                : Future.failedFuture(failure);
    }

    private @Nullable Believed believed(String token, Instant now) {
        var keys = sharing.keys().now();
        if (keys == null || !keys.equals(believedBy)) {
            believed.clear();
            believedBy = keys;
            return null;
        }
        var earlier = believed.get(hash(token));
        return earlier == null || earlier.claims.ended(now) ? null : earlier;
    }

    private Believed kept(String token, Claims claims) {
        return believed.computeIfAbsent(hash(token), _ -> new Believed(claims));
    }

    private <T> Future<Optional<T>> nobody(Flaw flaw) {
        doubts.add(flaw);
        return Future.succeededFuture(Optional.empty());
    }

    private ByteBuffer hash(String token) {
        return ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    /** Forgets whom it has not seen for the longest time. */
    private static final class Kept<K, V> extends LinkedHashMap<K, V> {
        private final int max;

        Kept(int max) {
            super(256, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > max;
        }
    }
}
