package dev.tollgate.gateway.workspace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.PreparedAnswer;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.hold.BudgetLeft;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of a credential and the credential's rights in it.
 *
 * @param modules keys of the modules that are switched on, in order
 * @param json the JSON of all this
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
public record WorkspaceShown(
        WorkspaceId id,
        TenantId tenantId,
        String slug,
        String name,
        String plan,
        List<String> modules,
        Mine credential,

        @JsonPropertyDescription("IANA name of the time zone in which a day alone, given for a time, is meant.")
        String timeZone,

        @JsonPropertyDescription("The time now, in UTC.") Instant now,

        @JsonPropertyDescription("What is left to spend, in micros of US dollars. Present with usage:read.") @Nullable Long balanceMicros,

        @JsonPropertyDescription("The budget of this credential. Absent if it has none.") @Nullable OwnBudget budget,

        @JsonIgnore byte[] json)
        implements PreparedAnswer {

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

    /** The most this credential may spend, within what the account has. */
    public record OwnBudget(
            @JsonPropertyDescription("The most to spend per period, in micros of US dollars.")
            long micros,

            @JsonPropertyDescription("Period: day or month in UTC, or total.")
            BudgetPeriod per,

            @JsonPropertyDescription("What is left of the present period.")
            long remainingMicros,

            @JsonPropertyDescription("When the next period starts. Absent for a budget in total.") @Nullable Instant resetsAt) {

        static OwnBudget of(BudgetLimit limit, BudgetLeft left) {
            return new OwnBudget(limit.micros(), limit.per(), left.remainingMicros(), left.resetsAt());
        }
    }

    /** Calls per second, with a burst of one second. */
    public record Limits(int credentialCallsPerSecond, int tenantCallsPerSecond) {}

    public WorkspaceShown {
        modules = List.copyOf(modules);
    }

    static WorkspaceShown of(Credential credential, WorkspaceSnapshot snapshot, Limits limits, Instant now) {
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
                snapshot.timeZone().getId(),
                now,
                null,
                null,
                new byte[0]);
    }

    /** The same at another time, with another balance and another rest of the budget. */
    WorkspaceShown at(Instant time, @Nullable Long leftMicros, @Nullable OwnBudget leftOfBudget, byte[] written) {
        return new WorkspaceShown(
                id, tenantId, slug, name, plan, modules, credential, timeZone, time, leftMicros, leftOfBudget, written);
    }
}
