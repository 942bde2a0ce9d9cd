package dev.tollgate.gateway.mcp.authorization;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.McpMode;
import dev.tollgate.gateway.credential.McpPolicyCache;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code WWW-Authenticate} of refusals that a token, or a better one, would have spared (RFC 6750, RFC 9728 and the
 * authorization part of the MCP specification). One per event loop.
 */
public final class Challenges {

    private static final String BEARER = "Bearer";

    private final @Nullable ProtectedResource resource;
    private final @Nullable McpPolicyCache policies;

    /**
     * The challenges of one loop.
     *
     * @param resource null without an issuer
     * @param policies null where no workspace has any
     */
    public Challenges(@Nullable ProtectedResource resource, @Nullable McpPolicyCache policies) {
        this.resource = resource;
        this.policies = policies;
    }

    /** Of a listener that knows no issuer. */
    public static Challenges none() {
        return new Challenges(null, null);
    }

    /**
     * Sets the challenge header of a refusal, if it has one. Without a workspace in the path it is {@code Bearer}
     * alone: no issuer's token is valid there. Completes at once, or when the policy of the workspace in the path is
     * known; never fails.
     */
    public Future<Void> announce(HttpServerRequest request, Refusal refusal) {
        if (refusal instanceof Refusal.Unauthorized) {
            var presented = request.headers().contains(HttpHeaders.AUTHORIZATION);
            return announce(request, presented ? "invalid_token" : null);
        }
        return refusal instanceof Refusal.McpAuthMethodNotAllowed
                ? announce(request, (String) null)
                : Future.succeededFuture();
    }

    private Future<Void> announce(HttpServerRequest request, @Nullable String error) {
        var known = resource;
        var workspace = ProtectedResource.workspace(request.path()).orElse(null);
        if (known == null || workspace == null) {
            say(request, BEARER);
            return Future.succeededFuture();
        }
        var mode = policies == null ? Future.succeededFuture(McpMode.STATIC_OR_OAUTH) : policies.mode(workspace);
        return mode.map(policy -> {
            say(request, policy == McpMode.STATIC_ONLY ? BEARER : challenge(known, workspace, error));
            return null;
        });
    }

    /**
     * The header of a 403 where a token with more scopes would help: it names all that the token then needs. Null where
     * none would, as the member, their grant or the modules do not allow it either.
     */
    public @Nullable String stepUp(RequestContext context, Refusal refusal) {
        var known = resource;
        var credential = context.credential();
        var workspace = context.workspace();
        if (known == null
                || workspace == null
                || !(refusal instanceof Refusal.MissingRequiredScope(Scope missing))
                || !credential.withinReach().contains(missing)) {
            return null;
        }
        var needed = new TreeSet<>(credential.scopes());
        needed.add(missing);
        return "Bearer error=\"insufficient_scope\", scope=\""
                + needed.stream().map(Scope::text).collect(Collectors.joining(" "))
                + "\", resource_metadata=\"" + known.metadataUrl(workspace.workspace()) + '"';
    }

    private static String challenge(ProtectedResource resource, WorkspaceId workspace, @Nullable String error) {
        var challenge = new StringBuilder(BEARER).append(' ');
        if (error != null) {
            challenge.append("error=\"").append(error).append("\", ");
        }
        challenge
                .append("resource_metadata=\"")
                .append(resource.metadataUrl(workspace))
                .append('"');
        if (!resource.initialScopes().isEmpty()) {
            challenge
                    .append(", scope=\"")
                    .append(String.join(" ", resource.initialScopes()))
                    .append('"');
        }
        return challenge.toString();
    }

    private static void say(HttpServerRequest request, String challenge) {
        if (!request.response().headWritten()) {
            request.response().putHeader(ProblemResponses.AUTHENTICATE, challenge);
        }
    }
}
