package dev.tollgate.gateway.control.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@code credential.leaked}.
 *
 * @param credentialId of the API key or MCP client
 * @param kind {@code api_key} or {@code mcp_client}
 * @param status of the credential since then: quarantined, or what it was if a newer secret had replaced the leaked one
 * @param prefix first twelve characters of the secret
 * @param reporter who reported it, such as {@code github}
 * @param source kind of place, as the reporter names it
 * @param url of the place; null if the reporter has none
 */
public record CredentialLeaked(
        String credentialId,
        String kind,
        CredentialStatus status,
        String prefix,
        Instant reportedAt,
        String reporter,
        @Nullable String source,
        @Nullable String url) {}
