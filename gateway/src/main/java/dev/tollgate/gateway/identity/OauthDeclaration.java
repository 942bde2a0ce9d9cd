package dev.tollgate.gateway.identity;

import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How agents come to /mcp with access tokens of the issuer that {@code tollgate.oidc} names. */
@ConfigMapping(prefix = "tollgate.oauth")
public interface OauthDeclaration {

    /** What an agent's scopes are taken from, within role, grant and modules. */
    enum ScopesFrom {
        ROLE,
        TOKEN
    }

    @Setting(
            "Whom agents' access tokens must be meant for: workspace ({public_url}/mcp/{workspace_id}) or installation "
                    + "({public_url}/mcp; the workspace is the path's).")
    @WithDefault("workspace")
    Audiences.Scheme audience();

    @Setting(
            "What an agent may do: role (what role, grant and modules allow) or token (of that, what the token's scopes "
                    + "name; agents are told to ask for more where they need it).")
    @WithDefault("role")
    ScopesFrom scopesFrom();

    @Setting("The scopes agents are told to ask the issuer for when they first come; by default openid with "
            + "scopes-from=role, and every right to read with token.")
    Optional<List<String>> initialScopes();
}
