package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.identity.OauthAgents;
import dev.tollgate.gateway.identity.PersonCache;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.identity.SignedInPerson;
import dev.tollgate.gateway.identity.VerifiedTokenCache;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers with tokens of the identity provider: people at the control plane, their agents over MCP. Its
 * futures fail where something could not be looked up.
 */
public record TokenAuthenticator(PersonCache people, OauthAgents agents, SignatureLimiter signatures) {

    /** Whether a request with this token is for this class. */
    static boolean takes(Arrival arrival, String token) {
        return arrival.surface() != Surface.REST && VerifiedTokenCache.takes(token);
    }

    /** @param limited whether wrong signatures count against their limits */
    Future<AuthResult> found(Arrival arrival, String token, @Nullable WorkspaceId workspace, boolean limited) {
        return arrival.surface() == Surface.CONTROL
                ? person(arrival, token, limited)
                : agent(arrival, token, workspace, limited);
    }

    /** A person with a valid token, also without a membership. */
    Future<AuthResult> identified(Arrival arrival, String token) {
        return checked(arrival, token, true, () -> people.anybody(token).map(found -> result(arrival, found)));
    }

    private Future<AuthResult> checked(
            Arrival arrival, String token, boolean limited, Supplier<Future<AuthResult>> check) {
        return limited && !people.hasVerified(token)
                ? signatures.run(arrival.clientAddress(), check, people::verifiedInVain)
                : check.get();
    }

    /** Authenticates the person of a browser session. A person who was removed does not count as a wrong credential. */
    Future<AuthResult> session(Arrival arrival, SessionCaller.Subject session, boolean identified) {
        return people.ofSession(session, identified)
                .map(found -> found.<AuthResult>map(
                                person -> new AuthResult.Authenticated(RequestContext.of(arrival, person)))
                        .orElse(new AuthResult.UnknownCredential(false)));
    }

    private Future<AuthResult> person(Arrival arrival, String token, boolean limited) {
        var known = people.known(token, arrival.time());
        return known == null
                ? checked(arrival, token, limited, () -> people.ask(token).map(found -> result(arrival, found)))
                : Future.succeededFuture(result(arrival, Optional.of(known)));
    }

    private static AuthResult result(Arrival arrival, Optional<SignedInPerson> found) {
        return found.<AuthResult>map(person -> new AuthResult.Authenticated(RequestContext.of(arrival, person)))
                .orElse(AdmissionRules.GUESSED);
    }

    private Future<AuthResult> agent(Arrival arrival, String token, @Nullable WorkspaceId workspace, boolean limited) {
        var known = workspace == null ? null : agents.known(token, workspace, arrival.time());
        if (known != null) {
            return Future.succeededFuture(AdmissionRules.verdict(arrival, known, workspace));
        }
        return checked(
                arrival,
                token,
                limited,
                () -> agents.ask(token, workspace).map(entry -> result(arrival, workspace, entry)));
    }

    private static AuthResult result(Arrival arrival, @Nullable WorkspaceId workspace, OauthAgents.Entry entry) {
        return switch (entry) {
            case OauthAgents.Entry.Let(Credential credential) -> AdmissionRules.verdict(arrival, credential, workspace);
            case OauthAgents.Entry.Recognised recognised -> recognised(arrival, recognised);
            case OauthAgents.Entry.Nobody _ -> AdmissionRules.GUESSED;
        };
    }

    /** An expired token is not guessed: agents behind one address present one whenever theirs has expired. */
    private static AuthResult recognised(Arrival arrival, OauthAgents.Entry.Recognised recognised) {
        return new AuthResult.Rejected(
                AdmissionRules.context(arrival, recognised.credential()),
                new Refusal.Unauthorized(),
                !recognised.ended());
    }
}
