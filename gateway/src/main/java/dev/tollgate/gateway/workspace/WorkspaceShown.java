package dev.tollgate.gateway.workspace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.SharedAnswer;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of a credential and the credential's rights in it.
 *
 * @param modules keys of the modules that are switched on, in order
 * @param written the JSON of all this
 */
public record WorkspaceShown(
        WorkspaceId id,
        TenantId tenantId,
        String slug,
        String name,
        String plan,
        List<String> modules,
        Mine credential,
        @JsonIgnore Written written)
        implements SharedAnswer {

    /** Nothing but the credential says which workspace is meant. */
    public record Question() {}

    /**
     * The credential that asks.
     *
     * @param kind {@code api_key} or {@code mcp_client}
     * @param expiresAt when this token stops working; absent for never
     */
    public record Mine(
            String id,
            String kind,
            String name,
            List<String> scopes,
            Limits limits,
            @Nullable Instant expiresAt) {
        public Mine {
            scopes = List.copyOf(scopes);
        }
    }

    /** Calls per second, with a burst of one second. */
    public record Limits(int credentialCallsPerSecond, int tenantCallsPerSecond) {}

    public WorkspaceShown {
        modules = List.copyOf(modules);
    }

    static WorkspaceShown of(Credential credential, WorkspaceSnapshot snapshot, Limits limits) {
        return new WorkspaceShown(
                snapshot.workspace(),
                snapshot.tenant(),
                snapshot.slug(),
                snapshot.name(),
                snapshot.plan(),
                snapshot.modules().stream().sorted().toList(),
                new Mine(
                        credential.actor().id(),
                        credential.actor().kind().text(),
                        credential.actor().name(),
                        credential.scopes().stream().sorted().map(Scope::text).toList(),
                        limits,
                        credential.endsAt()),
                new Written());
    }
}
