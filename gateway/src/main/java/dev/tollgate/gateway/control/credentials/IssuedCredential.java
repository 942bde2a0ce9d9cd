package dev.tollgate.gateway.control.credentials;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.control.budgets.BudgetShown;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credential as the answers of create and rotate give it.
 *
 * @param <K> the ids of its kind
 */
public record IssuedCredential<K extends Id>(
        K id,
        WorkspaceId workspaceId,
        String name,
        List<String> scopes,
        @Nullable Instant expiresAt,
        @Nullable Integer rateLimit,
        @Nullable List<String> allowedIps,

        @JsonPropertyDescription(BudgetTerms.SHOWN) @Nullable BudgetShown budget,

        @Nullable List<String> toolsets,
        @Nullable Boolean readonly,
        @Nullable Boolean discover,
        CredentialStatus status,

        @JsonPropertyDescription(ShownCredential.LEAK) @Nullable CredentialLeak leak,

        List<LiveSecret> secrets,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor,

        @JsonPropertyDescription("The secret. Shown only in this answer.")
        String secret)
        implements Resource {

    static <K extends Id> IssuedCredential<K> of(ShownCredential<K> shown, String secret) {
        return new IssuedCredential<>(
                shown.id(),
                shown.workspaceId(),
                shown.name(),
                shown.scopes(),
                shown.expiresAt(),
                shown.rateLimit(),
                shown.allowedIps(),
                shown.budget(),
                shown.toolsets(),
                shown.readonly(),
                shown.discover(),
                shown.status(),
                shown.leak(),
                shown.secrets(),
                shown.lastUsedAt(),
                shown.revokedAt(),
                shown.createdAt(),
                shown.updatedAt(),
                shown.version(),
                shown.source(),
                shown.lastActor(),
                secret);
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return id + " with a new secret";
    }
}
