package dev.tollgate.gateway.identity;

import dev.tollgate.gateway.fetch.RemoteDocuments;
import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings of the identity provider for people on the control plane and for their agents at /mcp. */
@ConfigMapping(prefix = "tollgate.oidc")
public interface OidcDeclaration {

    Duration REFETCH_EVERY_MIN = Duration.ofMillis(100);

    @Setting("OpenID Connect issuer for members on the control plane and their agents on /mcp, exactly as "
            + "in its tokens, such as https://example.authkit.app. Without it, only operators and static "
            + "tokens are accepted.")
    Optional<String> issuer();

    @Setting("URL of the issuer's keys. Default: from its discovery document.")
    Optional<String> jwksUri();

    @Setting("Claim with the person's organization.")
    @WithDefault("org_id")
    String organizationClaim();

    @Setting("Claim with the person's role in that organization.")
    @WithDefault("role")
    String roleClaim();

    @Setting("Minimum time between two fetches of the issuer's keys, and the interval at which a failed fetch is "
            + "repeated. At least 100ms, at most 5m.")
    @WithDefault("5s")
    Duration refetchEvery();

    /**
     * The issuer these settings name; empty when they name none.
     *
     * @throws SettingsRejected when an address is none that keys may come from
     */
    default Optional<Issuer> toIssuer() {
        var faults = new ArrayList<String>();
        issuer().filter(url -> !RemoteDocuments.trusted(url)).ifPresent(_ -> faults.add(fault("issuer")));
        jwksUri().filter(url -> !RemoteDocuments.trusted(url)).ifPresent(_ -> faults.add(fault("jwks-uri")));
        if (jwksUri().isPresent() && issuer().isEmpty()) {
            faults.add("tollgate.oidc.jwks-uri is of no use without tollgate.oidc.issuer");
        }
        if (refetchEvery().compareTo(REFETCH_EVERY_MIN) < 0) {
            faults.add("tollgate.oidc.refetch-every must be at least 100ms");
        }
        if (refetchEvery().compareTo(IssuerKeys.RENEW_EVERY) > 0) {
            faults.add("tollgate.oidc.refetch-every must be at most 5m");
        }
        if (!faults.isEmpty()) {
            throw new SettingsRejected(List.copyOf(faults));
        }
        return issuer().map(url ->
                new Issuer(url, jwksUri().orElse(null), organizationClaim(), roleClaim(), refetchEvery()));
    }

    private static String fault(String name) {
        return "tollgate.oidc." + name + " must be an https address; http is for this machine only";
    }
}
