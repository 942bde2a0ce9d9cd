package dev.tollgate.gateway.identity;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the issuer's tokens verified by one event loop: a known one costs a hash and a map look-up; no token text is
 * kept. An entry is valid until the token expires or the issuer's keys change. Expired tokens are cached too, because
 * agents repeat them, and tokens of another issuer that signs with the same keys, because everybody can have one. The
 * caller checks the audience.
 */
public final class VerifiedTokenCache {

    static final int TOKENS_MAX = 10_000;
    static final int ENDED_MAX = 1_000;
    static final int FOREIGN_MAX = 1_000;

    /** Result of a token check. */
    sealed interface Checked {

        record Good(VerifiedToken token) implements Checked {}

        /** With what it says, where the issuer signed it all the same. */
        record Bad(TokenRejection rejection, @Nullable TokenClaims claims) implements Checked {}
    }

    private final Map<ByteBuffer, VerifiedToken> believed = new LruMap<>(TOKENS_MAX);
    private final Map<ByteBuffer, TokenClaims> ended = new LruMap<>(ENDED_MAX);
    private final Map<ByteBuffer, Checked.Bad> foreign = new LruMap<>(FOREIGN_MAX);
    private final IssuerKeys keys;
    private final Issuer issuer;
    private final TokenVerifier checks;
    private final ContextInternal loop;
    private final InstantSource clock;
    private final TokenRejectionMetrics rejections;
    private final MessageDigest sha256 = Sha256.start();
    private @Nullable KeySet believedBy;
    private long inVain;

    /**
     * The tokens of one loop.
     *
     * @param loop every future completes on it
     */
    public VerifiedTokenCache(
            IssuerContext issuerContext, ContextInternal loop, InstantSource clock, TokenRejectionMetrics rejections) {
        this.keys = issuerContext.keys();
        this.issuer = issuerContext.issuer();
        this.checks = new TokenVerifier(loop.owner(), issuer);
        this.loop = loop;
        this.clock = clock;
        this.rejections = rejections;
    }

    /** Whether a token is a JWT: it has two dots, our tokens none. */
    public static boolean takes(String token) {
        return token.indexOf('.') >= 0;
    }

    /** The cached result of a token whose signature this loop has verified; null if it must be verified. */
    @Nullable VerifiedToken known(String token, Instant now) {
        var latest = keys.now();
        if (latest == null || !latest.equals(believedBy)) {
            believed.clear();
            ended.clear();
            foreign.clear();
            believedBy = latest;
            return null;
        }
        var earlier = believed.get(hash(token));
        return earlier == null || earlier.claims().ended(now) ? null : earlier;
    }

    /** Whether this loop has verified the signature of a token, which may have ended since, with the keys of now. */
    boolean hasVerified(String token) {
        var latest = keys.now();
        if (latest == null || !latest.equals(believedBy)) {
            return false;
        }
        var hash = hash(token);
        return believed.containsKey(hash) || ended.containsKey(hash) || foreign.containsKey(hash);
    }

    /**
     * The verdict by the keys we have, or by newer ones if this token's key is not among them. Fails while there is
     * none: without keys, and for a key the issuer could not be asked about.
     */
    Future<Checked> ask(String token) {
        var now = clock.instant();
        var earlier = known(token, now);
        if (earlier != null) {
            return Future.succeededFuture(new Checked.Good(earlier));
        }
        var elsewhere = foreign.get(hash(token));
        if (elsewhere != null) {
            return Future.succeededFuture(elsewhere);
        }
        var over = ended.get(hash(token));
        if (over != null && over.ended(now)) {
            return Future.succeededFuture(new Checked.Bad(TokenRejection.EXPIRED, over));
        }
        var latest = keys.now();
        var verdict = latest == null ? null : checks.verdict(token, latest, now);
        return verdict == null || unknownKey(verdict)
                ? Future.fromCompletionStage(keys.renewed(keyId(token)), loop).compose(_ -> recheck(token))
                : Future.succeededFuture(checked(token, verdict));
    }

    /** Signatures that this loop has verified in vain: they are wrong, or the token is of another issuer. */
    long verifiedInVain() {
        return inVain;
    }

    /** Counts a rejected token. */
    void reject(TokenRejection rejection) {
        rejections.add(rejection);
    }

    ContextInternal loop() {
        return loop;
    }

    Instant now() {
        return clock.instant();
    }

    private Future<Checked> recheck(String token) {
        var latest = keys.now();
        var verdict = latest == null ? null : checks.verdict(token, latest, clock.instant());
        if (verdict == null || (unknownKey(verdict) && keys.failing())) {
            return unavailable("the issuer's keys are unavailable");
        }
        return unknownKey(verdict) && !keys.isKnownMissing(keyId(token))
                ? unavailable("the issuer's keys were fetched too recently to fetch again")
                : Future.succeededFuture(checked(token, verdict));
    }

    private Future<Checked> unavailable(String why) {
        return Future.failedFuture(Failure.Unavailable.before(why, new IllegalStateException(issuer.url())));
    }

    private static String keyId(String token) {
        return SignedToken.parse(token)
                .flatMap(parsed -> Optional.ofNullable(parsed.keyId()))
                .orElse(KeySet.NO_ID);
    }

    private Checked checked(String token, TokenVerifier.Verdict verdict) {
        return switch (verdict) {
            case TokenVerifier.Verdict.Bad(TokenRejection rejection, @Nullable TokenClaims claims) -> {
                if (rejection == TokenRejection.SIGNATURE || rejection == TokenRejection.ISSUER) {
                    inVain++;
                }
                if (rejection == TokenRejection.EXPIRED && claims != null) {
                    ended.put(hash(token), claims);
                }
                var bad = new Checked.Bad(rejection, claims);
                if (rejection == TokenRejection.ISSUER) {
                    foreign.put(hash(token), bad);
                }
                yield bad;
            }
            case TokenVerifier.Verdict.Good(TokenClaims claims) ->
                new Checked.Good(believed.computeIfAbsent(hash(token), _ -> new VerifiedToken(claims)));
        };
    }

    private static boolean unknownKey(TokenVerifier.Verdict verdict) {
        return verdict instanceof TokenVerifier.Verdict.Bad bad && bad.rejection() == TokenRejection.UNKNOWN_KEY;
    }

    private ByteBuffer hash(String token) {
        return ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
