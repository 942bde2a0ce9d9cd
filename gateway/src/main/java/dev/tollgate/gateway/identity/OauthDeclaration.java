package dev.tollgate.gateway.identity;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** OAuth access tokens of agents on /mcp, from the issuer of {@code tollgate.oidc}. */
@ConfigMapping(prefix = "tollgate.oauth")
public interface OauthDeclaration {

    /** A scope-token of RFC 6749. */
    Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

    /** Source of an agent's scopes, within role, grant and modules. */
    enum ScopesFrom {
        ROLE,
        TOKEN
    }

    @Setting("Required audience of agents' access tokens: workspace ({public_url}/mcp/{workspace_id}) or "
            + "installation ({public_url}/mcp; the path names the workspace).")
    @WithDefault("workspace")
    Audiences.Scheme audience();

    @Setting("Source of an agent's scopes: role (role, grant and modules) or token (of those, the token's "
            + "scopes; agents get a step-up challenge if they need more).")
    @WithDefault("role")
    ScopesFrom scopesFrom();

    @Setting("Scopes that agents are told to request from the issuer first. Default: openid with "
            + "scopes-from=role, all read scopes with token.")
    Optional<List<String>> initialScopes();

    /**
     * The scopes that agents are told to request, if set.
     *
     * @param vouched whether there is an issuer, without which nothing here means anything
     * @throws SettingsRejected with every fault: settings without an issuer, and what is no scope of OAuth (RFC 6749,
     *     section 3.3), which would break the challenge that names it
     */
    default Optional<List<String>> toScopes(boolean vouched) {
        var faults = new ArrayList<String>();
        if (!vouched) {
            unused(audience() != Audiences.Scheme.WORKSPACE, "audience", faults);
            unused(scopesFrom() != ScopesFrom.ROLE, "scopes-from", faults);
            unused(initialScopes().isPresent(), "initial-scopes", faults);
        }
        if (initialScopes().stream()
                .flatMap(List::stream)
                .anyMatch(scope -> !SCOPE.matcher(scope).matches())) {
            faults.add("tollgate.oauth.initial-scopes must be scopes with a comma between, without spaces, quotes and "
                    + "backslashes");
        }
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
        return initialScopes();
    }

    private static void unused(boolean set, String name, List<String> faults) {
        if (set) {
            faults.add("tollgate.oauth." + name + " is of no use without tollgate.oidc.issuer");
        }
    }
}
