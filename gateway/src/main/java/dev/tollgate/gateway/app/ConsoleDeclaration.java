package dev.tollgate.gateway.app;

import dev.tollgate.gateway.console.signin.SignInPlaces;
import dev.tollgate.gateway.identity.CodeClient;
import dev.tollgate.runtime.settings.Setting;
import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Settings of the console, which is served where the control plane is. */
@ConfigMapping(prefix = "tollgate.console")
public interface ConsoleDeclaration {
    @Setting(
            value =
                    "URL of the Redis of browser sessions: a single server. Default: tollgate.redis.url, which may be a cluster.",
            secret = true)
    Optional<String> redisUrl();

    @Setting("Client id of the console at the identity provider (tollgate.oidc.issuer). Its redirect URL is "
            + "tollgate.control.public-url, by default tollgate.public-url, with /console/sign-in/callback. "
            + "Without it, only operators sign in.")
    Optional<String> oidcClientId();

    @Setting(value = "Client secret of the console. Default: none, a public client with PKCE.", secret = true)
    Optional<String> oidcClientSecret();

    /** The console as a client of the identity provider; empty where it is none. */
    default Optional<CodeClient> toClient(String controlUrl) {
        return oidcClientId()
                .map(id -> new CodeClient(id, oidcClientSecret().orElse(null), controlUrl + SignInPlaces.CALLBACK));
    }
}
