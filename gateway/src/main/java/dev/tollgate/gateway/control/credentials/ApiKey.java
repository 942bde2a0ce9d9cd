package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A REST credential of one workspace.
 *
 * @param secrets the living ones, newest first; at most two
 */
public record ApiKey(
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
        String lastActor)
        implements Resource {
    public ApiKey {
        scopes = List.copyOf(scopes);
        secrets = List.copyOf(secrets);
    }

    static ApiKey of(CredentialRow row) {
        return new ApiKey(
                new ApiKeyId(row.id()),
                row.workspaceId(),
                row.name(),
                row.scopes(),
                row.status(),
                row.secrets(),
                row.lastUsedAt(),
                row.revokedAt(),
                row.createdAt(),
                row.updatedAt(),
                row.version(),
                row.source(),
                row.lastActor());
    }

    IssuedApiKey issued(String secret) {
        return new IssuedApiKey(
                id,
                workspaceId,
                name,
                scopes,
                status,
                secrets,
                lastUsedAt,
                revokedAt,
                createdAt,
                updatedAt,
                version,
                source,
                lastActor,
                secret);
    }
}
