package dev.tollgate.gateway.app;

import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.gateway.identity.Audiences;
import dev.tollgate.gateway.identity.IssuerContext;
import dev.tollgate.gateway.identity.OauthDeclaration;
import dev.tollgate.gateway.identity.OidcDeclaration;
import dev.tollgate.gateway.identity.OidcIssuer;
import dev.tollgate.gateway.identity.SignIns;
import dev.tollgate.gateway.mcp.authorization.ProtectedResource;
import dev.tollgate.records.ServedModule;
import dev.tollgate.runtime.process.ProcessContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Parts that depend on an issuer: people on the control plane and their agents on MCP.
 *
 * @param resource the resource metadata for agents
 */
record OauthParts(OidcIssuer issuer, IssuerContext issuerContext, ProtectedResource resource) {

    /** Scopes that every issuer of OpenID Connect knows. */
    private static final List<String> OF_ANY_ISSUER = List.of("openid");

    /** Null where the settings name no issuer. */
    static @Nullable OauthParts of(
            ProcessContext process, String publicUrl, List<ServedModule> modules, SharedCredentialLookups lookups) {
        return process.settings()
                .get(OidcDeclaration.class)
                .toIssuer()
                .map(issuer -> {
                    var oauth = process.settings().get(OauthDeclaration.class);
                    var running = new OidcIssuer(process.vertx(), issuer, process.clock(), process.registry());
                    var issuerContext = new IssuerContext(
                            issuer,
                            new Audiences(publicUrl, oauth.audience()),
                            oauth.scopesFrom() == OauthDeclaration.ScopesFrom.TOKEN,
                            running.keys(),
                            lookups,
                            new SignIns());
                    return new OauthParts(running, issuerContext, resource(oauth, issuerContext, modules));
                })
                .orElse(null);
    }

    private static ProtectedResource resource(
            OauthDeclaration oauth, IssuerContext issuerContext, List<ServedModule> modules) {
        var all = new TreeSet<>(new KnownModules(modules).scopes());
        var reading = all.stream().filter(scope -> scope.endsWith(":read")).toList();
        var initial = oauth.toScopes(true).orElse(issuerContext.scopesFromToken() ? reading : OF_ANY_ISSUER);
        var supported = new LinkedHashSet<>(initial);
        if (issuerContext.scopesFromToken()) {
            supported.addAll(all);
        }
        return new ProtectedResource(
                issuerContext.audiences(), issuerContext.issuer().url(), initial, List.copyOf(supported));
    }
}
