package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.CredentialCache;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.identity.OauthAgents;
import dev.tollgate.gateway.identity.PersonCache;
import dev.tollgate.gateway.identity.SignedInPerson;
import dev.tollgate.gateway.identity.VerifiedTokenCache;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first gate: credential, source throttle, workspace state. A credential that is known good is let in from a
 * throttled address too: the throttle refuses what nobody knows. One per event loop.
 */
public final class Authenticator {

    private static final AuthResult GUESSED = new AuthResult.UnknownCredential(true);

    /** Too many unknown tokens arrive for this one to be looked up now. */
    private static final AuthResult UNASKED = new AuthResult.LookupUnavailable(new Refusal.RateLimited(
            "Too many unknown credentials are being checked. Try again.", Duration.ofSeconds(1)));

    /**
     * The caller is known and its workspace takes calls.
     *
     * @param <O> the order of gates it was admitted to
     */
    public static final class Admitted<O extends GateOrder> implements Gated<Admitted<O>> {
        private final RequestContext context;

        private Admitted(RequestContext context) {
            this.context = context;
        }

        public RequestContext context() {
            return context;
        }
    }

    /** Whom an issuer vouches for: people at the control plane, and their agents at MCP. */
    public record VouchedFor(PersonCache people, OauthAgents agents) {}

    private final SourceThrottle throttle;
    private final CredentialCache credentials;
    private final @Nullable VouchedFor vouchedFor;
    private final CallRecorder recorder;

    /**
     * The authenticator of one loop.
     *
     * @param vouchedFor null where no issuer vouches for anybody
     */
    public Authenticator(
            SourceThrottle throttle,
            CredentialCache credentials,
            @Nullable VouchedFor vouchedFor,
            CallRecorder recorder) {
        this.throttle = throttle;
        this.credentials = credentials;
        this.vouchedFor = vouchedFor;
        this.recorder = recorder;
    }

    Future<Gated<Admitted<GateOrder.Rest>>> admitRest(Arrival arrival) {
        return admitted(arrival, null);
    }

    Future<Gated<Admitted<GateOrder.Mcp>>> admitMcp(Arrival arrival, @Nullable WorkspaceId place) {
        return admitted(arrival, place);
    }

    /** Anybody whom the issuer vouches for, also without a place here. */
    Future<Gated<Admitted<GateOrder.Rest>>> admitIdentified(Arrival arrival) {
        return judged(arrival, identified(arrival));
    }

    private <O extends GateOrder> Future<Gated<Admitted<O>>> admitted(Arrival arrival, @Nullable WorkspaceId place) {
        return judged(arrival, found(arrival, place, true));
    }

    private <O extends GateOrder> Future<Gated<Admitted<O>>> judged(Arrival arrival, Future<AuthResult> finding) {
        return finding.map(found -> {
            var judged = throttled(arrival, found);
            note(arrival, judged);
            return switch (judged) {
                case AuthResult.Authenticated(RequestContext context) -> new Admitted<>(context);
                case AuthResult.NotAuthenticated failed -> new Gated.Refused<>(failed.refusal());
            };
        });
    }

    /** Who it is now, of a caller who has stayed: nothing is recorded of it, and no throttle applies. */
    Future<AuthResult> again(RequestContext context) {
        var home = context.workspace();
        return found(context.arrival().again(), home == null ? null : home.workspace(), false);
    }

    private AuthResult throttled(Arrival arrival, AuthResult found) {
        var refusal = found.guessed() ? throttle.refusal(arrival.clientAddress()) : null;
        return refusal == null ? found : found.throttled(refusal);
    }

    /**
     * Looks the token up where it is worth it.
     *
     * @param throttling whether a throttled address is looked up for less
     */
    private Future<AuthResult> found(Arrival arrival, @Nullable WorkspaceId place, boolean throttling) {
        var token = arrival.token();
        if (token == null) {
            return Future.succeededFuture(new AuthResult.UnknownCredential(false));
        }
        if (vouchedFor != null && VerifiedTokenCache.takes(token)) {
            if (arrival.surface() == Surface.CONTROL) {
                return person(arrival, token, vouchedFor.people());
            }
            if (arrival.surface() == Surface.MCP) {
                return agent(arrival, token, place, vouchedFor.agents());
            }
        }
        var known = credentials.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known, place));
        }
        var throttled = throttling && throttle.refusal(arrival.clientAddress()) != null;
        return credentials
                .ask(token, throttled)
                .map(answer -> switch (answer) {
                    case CredentialCache.Answer.Known(Credential credential) -> entering(arrival, credential, place);
                    case CredentialCache.Answer.Unknown _ -> GUESSED;
                    case CredentialCache.Answer.NotLookedUp _ -> throttled ? GUESSED : UNASKED;
                })
                .recover(failure -> unavailable(arrival, failure));
    }

    private Future<AuthResult> person(Arrival arrival, String token, PersonCache everybody) {
        var known = everybody.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(new AuthResult.Authenticated(RequestContext.of(arrival, known)));
        }
        return person(arrival, everybody.ask(token));
    }

    private Future<AuthResult> identified(Arrival arrival) {
        var token = arrival.token();
        return token == null || vouchedFor == null || !VerifiedTokenCache.takes(token)
                ? Future.succeededFuture(new AuthResult.UnknownCredential(false))
                : person(arrival, vouchedFor.people().anybody(token));
    }

    private Future<AuthResult> person(Arrival arrival, Future<Optional<SignedInPerson>> finding) {
        return finding.map(found -> found.<AuthResult>map(
                                person -> new AuthResult.Authenticated(RequestContext.of(arrival, person)))
                        .orElse(GUESSED))
                .recover(failure -> unavailable(arrival, failure));
    }

    private Future<AuthResult> agent(Arrival arrival, String token, @Nullable WorkspaceId place, OauthAgents agents) {
        var known = place == null ? null : agents.known(token, place, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known, place));
        }
        return agents.ask(token, place)
                .map(entry -> switch (entry) {
                    case OauthAgents.Entry.Let(Credential credential) -> entering(arrival, credential, place);
                    case OauthAgents.Entry.Recognised recognised -> recognised(arrival, recognised);
                    case OauthAgents.Entry.Nobody _ -> GUESSED;
                })
                .recover(failure -> unavailable(arrival, failure));
    }

    /** A token that has ended is not guessed: agents behind one address come with one whenever theirs is over. */
    private static AuthResult recognised(Arrival arrival, OauthAgents.Entry.Recognised recognised) {
        return new AuthResult.Rejected(
                context(arrival, recognised.credential()), new Refusal.Unauthorized(), !recognised.ended());
    }

    private Future<AuthResult> unavailable(Arrival arrival, Throwable failure) {
        return Future.succeededFuture(new AuthResult.LookupUnavailable(broken(arrival, failure)));
    }

    private static AuthResult entering(Arrival arrival, Credential credential, @Nullable WorkspaceId place) {
        if (!Rights.fits(credential, arrival.surface())) {
            return GUESSED;
        }
        var context = context(arrival, credential);
        if (isFromWrongPlace(context, place)) {
            return new AuthResult.Rejected(context, new Refusal.Unauthorized(), true);
        }
        var refusal = refusal(context);
        return refusal == null
                ? new AuthResult.Authenticated(context)
                : new AuthResult.Rejected(context, refusal, false);
    }

    private static RequestContext context(Arrival arrival, Credential credential) {
        WorkspaceSnapshot home = credential.home();
        return new RequestContext(arrival, credential, home == null ? null : home.tenant(), home);
    }

    /** From an address that is not allowed, or at the door of another workspace, a credential looks unknown. */
    private static boolean isFromWrongPlace(RequestContext context, @Nullable WorkspaceId place) {
        var home = context.workspace();
        return !context.credential().allowed().hold(context.arrival().clientAddress())
                || (place != null && home != null && !place.equals(home.workspace()));
    }

    /** Why a known credential opens nothing now; null where it does. */
    private static @Nullable Refusal refusal(RequestContext context) {
        var home = context.workspace();
        if (home == null) {
            return null;
        }
        var closed = Rights.closed(home);
        return closed == null ? Rights.barred(context.credential(), home) : closed;
    }

    /** What a call that does not come in leaves behind: its address's count, the audit of its owner, a line. */
    private void note(Arrival arrival, AuthResult found) {
        if (found.guessed()) {
            throttle.failed(arrival.clientAddress());
        }
        switch (found) {
            case AuthResult.Authenticated _ -> {}
            case AuthResult.Rejected(RequestContext context, Refusal refusal, boolean _) ->
                recorder.shutOut(context, refusal);
            case AuthResult.UnknownCredential unknown -> recorder.turnedAway(arrival, unknown.refusal());
            case AuthResult.LookupUnavailable(Refusal refusal) -> recorder.turnedAway(arrival, refusal);
        }
    }

    /** What a caller is told when a look-up fails; the failure is in the log. */
    Refusal broken(Arrival arrival, Throwable failure) {
        recorder.broke(arrival, null, failure);
        return failure instanceof Failure known ? known.refusal() : new Refusal.InternalError(false);
    }
}
