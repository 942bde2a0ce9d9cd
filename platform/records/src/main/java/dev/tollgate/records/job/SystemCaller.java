package dev.tollgate.records.job;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.job.ActiveWorkspaces.Active;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The system as the caller of an effect that nobody waits for. It may read the records of every module that is on.
 *
 * @param free the charge of its calls, for which nothing is held
 */
public record SystemCaller(
        @Nullable TenantId tenant, @Nullable WorkspaceId workspace, Active in, Charge free) {

    /**
     * A call of its own request. Its actor has the name of the operation.
     *
     * @param now when it begins
     * @param most how long it may take
     */
    public <I> Call<I> call(Operation<I, ?> operation, I input, RequestId request, Instant now, Duration most) {
        var actor = new Actor(Actor.Kind.SYSTEM, operation.name(), operation.name());
        var scopes =
                in.modules().stream().map(module -> new Scope(module + ":read")).collect(Collectors.toSet());
        var facts = new CallFacts(
                request,
                null,
                now,
                tenant,
                workspace,
                actor,
                Surface.JOB,
                operation.name(),
                operation.action(),
                null,
                "",
                null);
        var caller = new Caller(actor, tenant, workspace, scopes, null, in.modules(), in.zone());
        return new Call<>(operation, caller, input, Conditions.NONE, facts, free, now.plus(most));
    }
}
