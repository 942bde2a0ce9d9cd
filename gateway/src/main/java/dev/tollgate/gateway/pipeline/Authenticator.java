package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.CredentialCache;
import dev.tollgate.gateway.identity.SessionCaller;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The first gate: credential, source throttle, workspace state. A valid credential is accepted from a throttled address
 * too: the throttle refuses only unknown ones. One per event loop.
 */
public final class Authenticator {

    /** Too many unknown tokens arrive for this one to be looked up now. */
    static final AuthResult UNASKED = new AuthResult.LookupUnavailable(new Refusal.RateLimited(
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

    private final SourceThrottle throttle;
    private final CredentialCache credentials;
    private final @Nullable TokenAuthenticator tokens;
    private final CallRecorder recorder;

    /**
     * The authenticator of one loop.
     *
     * @param tokens null without an issuer
     */
    public Authenticator(
            SourceThrottle throttle,
            CredentialCache credentials,
            @Nullable TokenAuthenticator tokens,
            CallRecorder recorder) {
        this.throttle = throttle;
        this.credentials = credentials;
        this.tokens = tokens;
        this.recorder = recorder;
    }

    Future<Gated<Admitted<GateOrder.Rest>>> admitRest(Arrival arrival) {
        return admitted(arrival, null);
    }

    Future<Gated<Admitted<GateOrder.Mcp>>> admitMcp(Arrival arrival, @Nullable WorkspaceId workspace) {
        return admitted(arrival, workspace);
    }

    /** The verdict on a token that this loop knows; null where it has to be looked up. */
    @Nullable Gated<Admitted<GateOrder.Rest>> knownRest(Arrival arrival) {
        return known(arrival, null);
    }

    @Nullable Gated<Admitted<GateOrder.Mcp>> knownMcp(Arrival arrival, @Nullable WorkspaceId workspace) {
        return known(arrival, workspace);
    }

    private <O extends GateOrder> @Nullable Gated<Admitted<O>> known(Arrival arrival, @Nullable WorkspaceId workspace) {
        var token = arrival.token();
        if (token == null || (tokens != null && TokenAuthenticator.takes(arrival, token))) {
            return null;
        }
        var credential = credentials.known(token, arrival.time());
        return credential == null ? null : judged(arrival, AdmissionRules.verdict(arrival, credential, workspace));
    }

    /** A person with a valid token of the issuer, also without a membership. */
    Future<Gated<Admitted<GateOrder.Rest>>> admitIdentified(Arrival arrival) {
        return judged(arrival, identified(arrival));
    }

    /**
     * The owner of a browser session, as they are now: an operator whose token was replaced, and a person who lost
     * their last membership, are refused.
     *
     * @param identified whether a person without a membership is accepted too
     */
    Future<Gated<Admitted<GateOrder.Rest>>> admitSession(Arrival arrival, SessionCaller owner, boolean identified) {
        return judged(arrival, session(arrival, owner, identified));
    }

    private Future<AuthResult> session(Arrival arrival, SessionCaller owner, boolean identified) {
        return switch (owner) {
            case SessionCaller.Operator(String name, String mark) ->
                Future.succeededFuture(credentials
                        .operator(name, mark)
                        .<AuthResult>map(
                                operator -> new AuthResult.Authenticated(AdmissionRules.context(arrival, operator)))
                        .orElse(new AuthResult.UnknownCredential(false)));
            case SessionCaller.Subject person ->
                tokens == null
                        ? Future.succeededFuture(new AuthResult.UnknownCredential(false))
                        : tokens.session(arrival, person, identified).recover(failure -> unavailable(arrival, failure));
        };
    }

    private <O extends GateOrder> Future<Gated<Admitted<O>>> admitted(
            Arrival arrival, @Nullable WorkspaceId workspace) {
        return judged(arrival, found(arrival, workspace, true));
    }

    private <O extends GateOrder> Future<Gated<Admitted<O>>> judged(Arrival arrival, Future<AuthResult> finding) {
        return finding.map(found -> judged(arrival, found));
    }

    private <O extends GateOrder> Gated<Admitted<O>> judged(Arrival arrival, AuthResult found) {
        var judged = throttled(arrival, found);
        note(arrival, judged);
        return switch (judged) {
            case AuthResult.Authenticated(RequestContext context) -> new Admitted<>(context);
            case AuthResult.NotAuthenticated failed -> new Gated.Refused<>(failed.refusal());
        };
    }

    /** Authenticates the caller of a long-lived stream again: nothing is recorded, and no throttle applies. */
    Future<AuthResult> again(RequestContext context) {
        var workspace = context.workspace();
        return found(context.arrival().again(), workspace == null ? null : workspace.workspace(), false);
    }

    /** The refusal of an address that presented too many wrong credentials, recorded; null for all others. */
    @Nullable Refusal guessing(Arrival arrival) {
        var refusal = throttle.refusal(arrival.clientAddress());
        if (refusal != null) {
            recorder.rejectedUnknown(arrival, refusal);
        }
        return refusal;
    }

    /** Records a credential that was found wrong elsewhere, as that of an unknown caller; gives its refusal. */
    Refusal rejected(Arrival arrival, boolean guessed) {
        var unknown = new AuthResult.UnknownCredential(guessed);
        note(arrival, unknown);
        return unknown.refusal();
    }

    private AuthResult throttled(Arrival arrival, AuthResult found) {
        var refusal = found.guessed() ? throttle.refusal(arrival.clientAddress()) : null;
        return refusal == null ? found : found.throttled(refusal);
    }

    /**
     * Looks the token up where it is worth it.
     *
     * @param throttling whether wrong tokens are limited, and those of a throttled address more
     */
    private Future<AuthResult> found(Arrival arrival, @Nullable WorkspaceId workspace, boolean throttling) {
        var token = arrival.token();
        if (token == null) {
            return Future.succeededFuture(new AuthResult.UnknownCredential(false));
        }
        if (tokens != null && TokenAuthenticator.takes(arrival, token)) {
            return tokens.found(arrival, token, workspace, throttling)
                    .recover(failure -> unavailable(arrival, failure));
        }
        var known = credentials.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(AdmissionRules.verdict(arrival, known, workspace));
        }
        var throttled = throttling && throttle.refusal(arrival.clientAddress()) != null;
        return credentials
                .ask(token, throttled)
                .map(answer -> switch (answer) {
                    case CredentialCache.Answer.Known(Credential credential) ->
                        AdmissionRules.verdict(arrival, credential, workspace);
                    case CredentialCache.Answer.Unknown _ -> AdmissionRules.GUESSED;
                    case CredentialCache.Answer.NotLookedUp _ -> throttled ? AdmissionRules.GUESSED : UNASKED;
                })
                .recover(failure -> unavailable(arrival, failure));
    }

    private Future<AuthResult> identified(Arrival arrival) {
        var token = arrival.token();
        return tokens == null || token == null || !TokenAuthenticator.takes(arrival, token)
                ? Future.succeededFuture(new AuthResult.UnknownCredential(false))
                : tokens.identified(arrival, token).recover(failure -> unavailable(arrival, failure));
    }

    private Future<AuthResult> unavailable(Arrival arrival, Throwable failure) {
        return Future.succeededFuture(new AuthResult.LookupUnavailable(broken(arrival, failure)));
    }

    /** Records a rejected call: the count of its address, the owner's audit, a log line. */
    private void note(Arrival arrival, AuthResult found) {
        if (found.guessed()) {
            throttle.failed(arrival.clientAddress());
        }
        switch (found) {
            case AuthResult.Authenticated _ -> {}
            case AuthResult.Rejected(RequestContext context, Refusal refusal, boolean _) ->
                recorder.rejected(context, refusal);
            case AuthResult.UnknownCredential unknown -> recorder.rejectedUnknown(arrival, unknown.refusal());
            case AuthResult.LookupUnavailable(Refusal refusal) -> recorder.rejectedUnknown(arrival, refusal);
        }
    }

    /** The refusal for a failed look-up; the failure is logged. */
    Refusal broken(Arrival arrival, Throwable failure) {
        recorder.broke(arrival, null, failure);
        return failure instanceof Failure known ? known.refusal() : new Refusal.InternalError(false);
    }
}
