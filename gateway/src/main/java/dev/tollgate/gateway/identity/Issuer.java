package dev.tollgate.gateway.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider, and how its tokens say what.
 *
 * @param url exactly as its tokens name it
 * @param keysUrl where its keys are; null where its discovery document says
 * @param refetchEvery minimum time between two fetches of its keys
 */
public record Issuer(
        String url, @Nullable String keysUrl, String organizationClaim, String roleClaim, Duration refetchEvery) {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Whether keys may be fetched from there: the connection must be protected. */
    static boolean trusted(String url) {
        try {
            var uri = URI.create(url);
            var host = uri.getHost();
            return host != null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && THIS_MACHINE.contains(host)));
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** Where an issuer says where its keys are (OpenID Connect Discovery 1.0, section 4). */
    String discoveryUrl() {
        return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/.well-known/openid-configuration";
    }
}
