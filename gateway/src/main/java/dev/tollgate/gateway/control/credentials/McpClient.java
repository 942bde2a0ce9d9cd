package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent's credential of one workspace.
 *
 * @param secrets the living ones, newest first; at most two
 */
public record McpClient(
        McpClientId id,
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
    public McpClient {
        scopes = List.copyOf(scopes);
        secrets = List.copyOf(secrets);
    }

    static McpClient of(CredentialRow row) {
        return new McpClient(
                new McpClientId(row.id()),
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

    IssuedMcpClient issued(String secret) {
        return new IssuedMcpClient(
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
