package dev.tollgate.gateway.identity;

import dev.tollgate.contract.caller.RoleScopes;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.credential.AgentMembership;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.CredentialRows;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates agents with an OAuth access token of a member. Memberships are cached per process until a change is
 * announced; a token that was admitted to a workspace is admitted again without a look-up. One per event loop.
 */
public final class OauthAgents {

    /** Result of a token for a workspace. */
    public sealed interface Entry {

        record Let(Credential credential) implements Entry {}

        /**
         * The issuer did sign it for a member of this workspace, but it does not hold here and now.
         *
         * @param ended whether it is genuine but expired
         */
        record Recognised(Credential credential, boolean ended) implements Entry {}

        record Nobody() implements Entry {}
    }

    private static final Entry NOBODY = new Entry.Nobody();

    private final IssuerContext issuerContext;
    private final VerifiedTokenCache tokens;
    private final PersonRows people;
    private final CredentialRows rows;

    public OauthAgents(IssuerContext issuerContext, VerifiedTokenCache tokens, PersonRows people, CredentialRows rows) {
        this.issuerContext = issuerContext;
        this.tokens = tokens;
        this.people = people;
        this.rows = rows;
    }

    /** The cached credential of this loop; null if a look-up is needed. */
    public @Nullable Credential known(String token, WorkspaceId workspace, Instant now) {
        var lookups = issuerContext.lookups();
        var believed = lookups.listening() ? tokens.known(token, now) : null;
        return believed == null ? null : believed.entered(workspace, lookups.version());
    }

    /**
     * Looks up the agent of a token. Fails while issuer or database are unavailable.
     *
     * @param workspace the workspace of the path; null if it names none, where these tokens are invalid
     */
    public Future<Entry> ask(String token, @Nullable WorkspaceId workspace) {
        return tokens.ask(token).compose(checked -> switch (checked) {
            case VerifiedTokenCache.Checked.Bad(TokenRejection rejection, @Nullable TokenClaims claims) ->
                refused(rejection, claims, workspace);
            case VerifiedTokenCache.Checked.Good(VerifiedToken good) -> entered(good, workspace);
        });
    }

    private Future<Entry> entered(VerifiedToken token, @Nullable WorkspaceId workspace) {
        var claims = token.claims();
        if (workspace == null || !issuerContext.audiences().areForAgents(claims.audiences(), workspace)) {
            return refused(TokenRejection.AUDIENCE, claims, workspace);
        }
        return people.renewed(token)
                .compose(_ -> let(token, workspace))
                .recover(failure -> serveStale(token, workspace, failure))
                .map(found -> found.<Entry>map(Entry.Let::new).orElseGet(() -> nobody(TokenRejection.UNKNOWN_SUBJECT)));
    }

    /** A known subject; the refusal is audited. */
    private Future<Entry> refused(
            TokenRejection rejection, @Nullable TokenClaims claims, @Nullable WorkspaceId workspace) {
        tokens.reject(rejection);
        if (claims == null || workspace == null) {
            return Future.succeededFuture(NOBODY);
        }
        var late = rejection == TokenRejection.EXPIRED
                && issuerContext.audiences().areForAgents(claims.audiences(), workspace);
        return member(claims.subject(), workspace)
                .map(found -> found.<Entry>map(member -> new Entry.Recognised(member, late))
                        .orElse(NOBODY));
    }

    private Entry nobody(TokenRejection rejection) {
        tokens.reject(rejection);
        return NOBODY;
    }

    private Future<Optional<Credential>> let(VerifiedToken token, WorkspaceId workspace) {
        long asked = issuerContext.lookups().version();
        return member(token.claims().subject(), workspace)
                .map(found -> found.map(member -> {
                    var claims = token.claims();
                    var credential =
                            member.until(claims.expiresAt(), issuerContext.scopesFromToken() ? claims.scopes() : null);
                    token.hasEntered(workspace, credential, asked);
                    issuerContext.signIns().signedIn(claims.subject(), tokens.now());
                    return credential;
                }));
    }

    private Future<Optional<Credential>> member(String subject, WorkspaceId workspace) {
        var lookup = issuerContext
                .lookups()
                .agent(
                        workspace,
                        subject,
                        () -> rows.agent(subject, workspace).map(found -> found.map(OauthAgents::credential)));
        return Future.fromCompletionStage(lookup, tokens.loop());
    }

    private static Credential credential(AgentMembership facts) {
        var scopes = RoleScopes.allowed(
                facts.role(), facts.granted(), facts.workspace().modules());
        return Credential.agent(facts.member(), facts.name(), facts.workspace(), scopes, facts.budget());
    }

    /** Serves a stale membership while PostgreSQL is briefly unavailable. */
    private Future<Optional<Credential>> serveStale(VerifiedToken token, WorkspaceId workspace, Throwable failure) {
        var lookups = issuerContext.lookups();
        var earlier = failure instanceof Failure.Unavailable && lookups.mayServeStale()
                ? token.entered(workspace, lookups.version())
                : null;
        return earlier == null ? Future.failedFuture(failure) : Future.succeededFuture(Optional.of(earlier));
    }
}
