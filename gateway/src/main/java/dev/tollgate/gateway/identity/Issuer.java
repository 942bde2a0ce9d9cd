package dev.tollgate.gateway.identity;

import java.time.Duration;
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

    /** Where an issuer says where its keys are (OpenID Connect Discovery 1.0, section 4). */
    String discoveryUrl() {
        return (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/.well-known/openid-configuration";
    }
}
