package dev.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * The console as a client of the identity provider.
 *
 * @param secret null for a public client, which PKCE alone protects
 * @param redirectUrl where the issuer sends people back to
 */
public record CodeClient(String id, @Nullable String secret, String redirectUrl) {

    /** Shows no secret. */
    @Override
    public String toString() {
        return "client " + id;
    }
}
