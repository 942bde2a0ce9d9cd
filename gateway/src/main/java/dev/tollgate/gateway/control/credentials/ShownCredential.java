package dev.tollgate.gateway.control.credentials;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.control.budgets.BudgetShown;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.gateway.credential.CredentialKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A static credential of one workspace, as lists show it.
 *
 * @param secrets the living ones, newest first; at most two
 * @param <K> the ids of its kind
 */
public record ShownCredential<K extends Id>(
        K id,
        WorkspaceId workspaceId,
        String name,
        List<String> scopes,

        @JsonPropertyDescription("Expiry time. Absent if it never expires.") @Nullable Instant expiresAt,

        @JsonPropertyDescription("Rate limit in calls per second. Absent if the plan's default applies.") @Nullable Integer rateLimit,

        @JsonPropertyDescription(
                "Allowed client addresses, as IP addresses or CIDR blocks. Absent if any address is allowed.")
        @Nullable List<String> allowedIps,

        @JsonPropertyDescription(BudgetTerms.SHOWN) @Nullable BudgetShown budget,

        @JsonPropertyDescription("Modules whose tools its connections are offered. Absent if all are.") @Nullable List<String> toolsets,

        @JsonPropertyDescription("Whether its connections are offered only reads.") @Nullable Boolean readonly,

        @JsonPropertyDescription(
                "Whether its connections are offered three tools that search, describe and call all others.")
        @Nullable Boolean discover,

        @JsonPropertyDescription(
                "inactive: its workspace is suspended or archived, and it works again when that ends. quarantined: its "
                        + "secret was found in public; a rotation gives it another one, and ends the quarantine.")
        CredentialStatus status,

        @JsonPropertyDescription(LEAK) @Nullable CredentialLeak leak,

        List<LiveSecret> secrets,

        @JsonPropertyDescription("Time of the last successful authentication, delayed by up to about a minute.")
        @Nullable Instant lastUsedAt,

        @Nullable Instant revokedAt,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements Resource {

    static final String LEAK = "The last leak of a secret that was reported. Absent if there was none.";

    public ShownCredential {
        scopes = List.copyOf(scopes);
        secrets = List.copyOf(secrets);
    }

    static <K extends Id> ShownCredential<K> of(CredentialKind<K> kind, CredentialRow row) {
        boolean hasTools = kind.surface() == Surface.MCP;
        return new ShownCredential<>(
                kind.id().apply(row.id()),
                row.workspaceId(),
                row.spec().name(),
                row.spec().scopes(),
                row.spec().expiresAt(),
                row.spec().rateLimit(),
                row.spec().allowedIps(),
                row.budget(),
                row.spec().tools().toolsets(),
                hasTools ? row.spec().tools().readOnly() : null,
                hasTools ? row.spec().tools().discover() : null,
                row.status(),
                row.leak(),
                row.secrets(),
                row.lastUsedAt(),
                row.revokedAt(),
                row.createdAt(),
                row.updatedAt(),
                row.version(),
                row.source(),
                row.lastActor());
    }
}
