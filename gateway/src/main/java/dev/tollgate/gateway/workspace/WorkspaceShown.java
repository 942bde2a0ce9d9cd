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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The workspace of a credential and the credential's rights in it.
 *
 * @param modules keys of the modules that are switched on, in order
 * @param lasting its JSON as far as it stays the same between calls, without the closing brace
 * @param changing the rest of its JSON
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

        @JsonIgnore byte[] lasting,
        @JsonIgnore byte[] changing)
        implements PreparedAnswer {

    private static final byte[] NOTHING = {};

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
                NOTHING,
                NOTHING);
    }

    /** The same with its JSON, but for what changes. */
    WorkspaceShown written(byte[] json) {
        return with(now, balanceMicros, budget, json, NOTHING);
    }

    /** The same at another time, with another balance and another rest of the budget, and the JSON of these. */
    WorkspaceShown at(Instant time, @Nullable Long leftMicros, @Nullable OwnBudget leftOfBudget, byte[] json) {
        return with(time, leftMicros, leftOfBudget, lasting, json);
    }

    private WorkspaceShown with(
            Instant time, @Nullable Long leftMicros, @Nullable OwnBudget leftOfBudget, byte[] same, byte[] rest) {
        return new WorkspaceShown(
                id,
                tenantId,
                slug,
                name,
                plan,
                modules,
                credential,
                timeZone,
                time,
                leftMicros,
                leftOfBudget,
                same,
                rest);
    }

    @Override
    public byte[] json() {
        var json = Arrays.copyOf(lasting, lasting.length + changing.length);
        System.arraycopy(changing, 0, json, lasting.length, changing.length);
        return json;
    }

    @Override
    public void pieces(Consumer<byte[]> taker) {
        taker.accept(lasting);
        taker.accept(changing);
    }
}
