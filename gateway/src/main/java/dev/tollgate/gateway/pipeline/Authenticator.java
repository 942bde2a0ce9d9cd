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
 * The first gate: credential, source throttle, workspace state. A valid credential is accepted from a throttled address
 * too: the throttle refuses only unknown ones. One per event loop.
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
     * @param vouchedFor null without an issuer
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

    Future<Gated<Admitted<GateOrder.Mcp>>> admitMcp(Arrival arrival, @Nullable WorkspaceId workspace) {
        return admitted(arrival, workspace);
    }

    /** A person with a valid token of the issuer, also without a membership. */
    Future<Gated<Admitted<GateOrder.Rest>>> admitIdentified(Arrival arrival) {
        return judged(arrival, identified(arrival));
    }

    private <O extends GateOrder> Future<Gated<Admitted<O>>> admitted(
            Arrival arrival, @Nullable WorkspaceId workspace) {
        return judged(arrival, found(arrival, workspace, true));
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

    /** Authenticates the caller of a long-lived stream again: nothing is recorded, and no throttle applies. */
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
    private Future<AuthResult> found(Arrival arrival, @Nullable WorkspaceId workspace, boolean throttling) {
        var token = arrival.token();
        if (token == null) {
            return Future.succeededFuture(new AuthResult.UnknownCredential(false));
        }
        if (vouchedFor != null && VerifiedTokenCache.takes(token)) {
            if (arrival.surface() == Surface.CONTROL) {
                return person(arrival, token, vouchedFor.people());
            }
            if (arrival.surface() == Surface.MCP) {
                return agent(arrival, token, workspace, vouchedFor.agents());
            }
        }
        var known = credentials.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known, workspace));
        }
        var throttled = throttling && throttle.refusal(arrival.clientAddress()) != null;
        return credentials
                .ask(token, throttled)
                .map(answer -> switch (answer) {
                    case CredentialCache.Answer.Known(Credential credential) ->
                        entering(arrival, credential, workspace);
                    case CredentialCache.Answer.Unknown _ -> GUESSED;
                    case CredentialCache.Answer.NotLookedUp _ -> throttled ? GUESSED : UNASKED;
                })
                .recover(failure -> unavailable(arrival, failure));
    }

    private Future<AuthResult> person(Arrival arrival, String token, PersonCache people) {
        var known = people.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(new AuthResult.Authenticated(RequestContext.of(arrival, known)));
        }
        return person(arrival, people.ask(token));
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

    private Future<AuthResult> agent(
            Arrival arrival, String token, @Nullable WorkspaceId workspace, OauthAgents agents) {
        var known = workspace == null ? null : agents.known(token, workspace, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known, workspace));
        }
        return agents.ask(token, workspace)
                .map(entry -> switch (entry) {
                    case OauthAgents.Entry.Let(Credential credential) -> entering(arrival, credential, workspace);
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

    private static AuthResult entering(Arrival arrival, Credential credential, @Nullable WorkspaceId workspace) {
        if (!Rights.fits(credential, arrival.surface())) {
            return GUESSED;
        }
        var context = context(arrival, credential);
        if (isFromWrongPlace(context, workspace)) {
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

    /**
     * Whether the client address is not allowed, or the endpoint belongs to another workspace. The answer is that of an
     * unknown credential.
     */
    private static boolean isFromWrongPlace(RequestContext context, @Nullable WorkspaceId workspace) {
        var home = context.workspace();
        return !context.credential().allowed().hold(context.arrival().clientAddress())
                || (workspace != null && home != null && !workspace.equals(home.workspace()));
    }

    /** The refusal of a known credential; null if it is accepted. */
    private static @Nullable Refusal refusal(RequestContext context) {
        var home = context.workspace();
        if (home == null) {
            return null;
        }
        var closed = Rights.closed(home);
        return closed == null ? Rights.barred(context.credential(), home) : closed;
    }

    /** Records a rejected call: the count of its address, the owner's audit, a log line. */
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

    /** The refusal for a failed look-up; the failure is logged. */
    Refusal broken(Arrival arrival, Throwable failure) {
        recorder.broke(arrival, null, failure);
        return failure instanceof Failure known ? known.refusal() : new Refusal.InternalError(false);
    }
}
