package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Resource;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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

    /** An API key to be made. */
    public record New(
            WorkspaceId workspaceId,
            @NotBlank @Size(max = 200) String name,
            @Size(min = 1, max = 64) List<String> scopes) {}

    /** Which API keys of a workspace to list. */
    public record Filter(
            WorkspaceId workspaceId,
            @Nullable @Min(1) @Max(100) Integer limit,
            @Nullable String cursor) {}

    /** The API key that a path names. */
    public record Ref(WorkspaceId workspaceId, ApiKeyId id) {}

    /** What is to change. */
    public record Update(
            WorkspaceId workspaceId,
            ApiKeyId id,
            Patch<@NotBlank @Size(max = 200) String> name,
            Patch<@Size(min = 1, max = 64) List<String>> scopes) {}

    /**
     * A new secret for the API key that a path names.
     *
     * @param overlapSeconds how long the old secret lives on; null for a day
     */
    public record Rotation(
            WorkspaceId workspaceId,
            ApiKeyId id,

            @Nullable @Min(0) @Max(Secrets.OVERLAP_SECONDS_MAX) Integer overlapSeconds) {}

    /**
     * An API key as the answers of create and rotate give it.
     *
     * @param secret shown this once
     */
    public record Issued(
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
            String secret)
            implements Resource {}

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

    Issued issued(String secret) {
        return new Issued(
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
