package dev.tollgate.gateway.identity;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cache of people on the control plane, per event loop. Dropped when any change of access is announced. */
public final class PersonCache {

    static final int PEOPLE_MAX = 10_000;

    /** A person and the time of the look-up. */
    private record CachedPerson(Person person, Instant at) {}

    private final Map<String, CachedPerson> met = new LruMap<>(PEOPLE_MAX);
    private final Map<String, Future<Person>> asking = new HashMap<>();
    private final IssuerContext issuerContext;
    private final VerifiedTokenCache tokens;
    private final PersonRows rows;
    private long version;

    public PersonCache(IssuerContext issuerContext, VerifiedTokenCache tokens, PersonRows rows) {
        this.issuerContext = issuerContext;
        this.tokens = tokens;
        this.rows = rows;
    }

    /** The cached person of this loop; null if a look-up is needed. */
    public @Nullable SignedInPerson known(String token, Instant now) {
        var believed = tokens.known(token, now);
        if (believed == null || !believed.renewed() || !isForUs(believed)) {
            return null;
        }
        var claims = believed.claims();
        var somebody = remembered(claims.subject(), now);
        return somebody != null && somebody.known() ? SignedInPerson.of(somebody, claims) : null;
    }

    /** Whether the signature of a token is known to be good. */
    public boolean hasVerified(String token) {
        return tokens.hasVerified(token);
    }

    /** Signatures that this loop has verified in vain, ever: wrong ones, and those of other issuers. */
    public long verifiedInVain() {
        return tokens.verifiedInVain();
    }

    /** The person of a token; empty if rejected. Fails while issuer or PostgreSQL are unavailable. */
    public Future<Optional<SignedInPerson>> ask(String token) {
        return anybody(token)
                .compose(found -> found.isEmpty() || found.get().person().known()
                        ? Future.succeededFuture(found)
                        : nobody(TokenRejection.UNKNOWN_SUBJECT));
    }

    /** The same, also for a person without a membership. */
    public Future<Optional<SignedInPerson>> anybody(String token) {
        return tokens.ask(token).compose(checked -> switch (checked) {
            case VerifiedTokenCache.Checked.Bad bad -> nobody(bad.rejection());
            case VerifiedTokenCache.Checked.Good(VerifiedToken good) ->
                isForUs(good) ? lookUp(good) : nobody(TokenRejection.AUDIENCE);
        });
    }

    /**
     * The person of a browser session, as they are now; empty without a membership. Fails while PostgreSQL is
     * unavailable.
     *
     * @param identified whether a person without a membership is accepted too
     */
    public Future<Optional<SignedInPerson>> ofSession(SessionCaller.Subject session, boolean identified) {
        return person(session.subject())
                .recover(failure -> serveStale(session.subject(), failure))
                .map(person -> identified || person.known()
                        ? Optional.of(new SignedInPerson(person, session.endsAt(), session.verifiedEmail()))
                        : Optional.empty());
    }

    private boolean isForUs(VerifiedToken token) {
        return issuerContext.audiences().areForControl(token.claims().audiences());
    }

    private Future<Optional<SignedInPerson>> lookUp(VerifiedToken token) {
        var claims = token.claims();
        return rows.renewed(token)
                .compose(_ -> person(claims.subject()))
                .recover(failure -> serveStale(claims.subject(), failure))
                .map(person -> {
                    if (person.known()) {
                        issuerContext.signIns().signedIn(claims.subject(), tokens.now());
                    }
                    return Optional.of(SignedInPerson.of(person, claims));
                });
    }

    /** From memory, or from one question that all who ask for the same person meanwhile share. */
    private Future<Person> person(String subject) {
        var somebody = remembered(subject, tokens.now());
        if (somebody != null) {
            return Future.succeededFuture(somebody);
        }
        var running = asking.get(subject);
        if (running != null) {
            return running;
        }
        long asked = issuerContext.lookups().version();
        var answer = rows.person(subject).onSuccess(found -> remember(found, asked));
        asking.put(subject, answer);
        return answer.onComplete(_ -> asking.remove(subject, answer));
    }

    private @Nullable Person remembered(String subject, Instant now) {
        if (!issuerContext.lookups().listening()) {
            return null;
        }
        if (version != issuerContext.lookups().version()) {
            version = issuerContext.lookups().version();
            met.clear();
            asking.clear();
            return null;
        }
        var somebody = met.get(subject);
        return somebody == null
                        || (!somebody.person().known()
                                && somebody.at()
                                        .plus(SharedCredentialLookups.UNKNOWN_KEPT)
                                        .isBefore(now))
                ? null
                : somebody.person();
    }

    private void remember(Person person, long asked) {
        if (issuerContext.lookups().listening() && issuerContext.lookups().version() == asked && version == asked) {
            met.put(person.subject(), new CachedPerson(person, tokens.now()));
        }
    }

    /** Serves a stale person while PostgreSQL is briefly unavailable, unless a change was announced since. */
    private Future<Person> serveStale(String subject, Throwable failure) {
        var somebody = met.get(subject);
        return failure instanceof Failure.Unavailable
                        && somebody != null
                        && version == issuerContext.lookups().version()
                        && issuerContext.lookups().mayServeStale()
                ? Future.succeededFuture(somebody.person())
                : Future.failedFuture(failure);
    }

    private <T> Future<Optional<T>> nobody(TokenRejection rejection) {
        tokens.reject(rejection);
        return Future.succeededFuture(Optional.empty());
    }
}
