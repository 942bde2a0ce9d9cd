package dev.tollgate.gateway.control.credentials;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API key as the answers of create and rotate give it. */
public record IssuedApiKey(
        ApiKeyId id,
        WorkspaceId workspaceId,
        String name,
        List<String> scopes,
        CredentialStatus status,
        List<LiveSecret> secrets,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor,
        @JsonPropertyDescription("Shown this once.") String secret)
        implements Resource {
    /** Shows no secret. */
    @Override
    public String toString() {
        return id + " with a new secret";
    }
}
