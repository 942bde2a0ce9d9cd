package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to the module that answers it: everything has been checked and paid for.
 *
 * @param facts what audit and usage will say about it
 * @param charge what is held for it
 * @param deadline when the caller will have given up; no effect may begin after it
 * @param watcher who waits meanwhile
 * @param tariff what an answer is charged
 */
public record Call<I>(
        Operation<I, ?> operation,
        Caller caller,
        I input,
        Conditions conditions,
        CallFacts facts,
        Charge charge,
        Instant deadline,
        ProgressListener watcher,
        Tariff<?> tariff) {

    /** A call whose caller waits for the answer only, charged as it is held. */
    public Call(
            Operation<I, ?> operation,
            Caller caller,
            I input,
            Conditions conditions,
            CallFacts facts,
            Charge charge,
            Instant deadline) {
        this(operation, caller, input, conditions, facts, charge, deadline, ProgressListener.NOBODY, (held, _) -> held);
    }

    /** The same call, about a target that only its input names: it is audited and metered there. */
    public Call<I> on(TenantId tenant, @Nullable WorkspaceId workspace) {
        return new Call<>(
                operation,
                caller.on(tenant, workspace),
                input,
                conditions,
                facts.on(tenant, workspace),
                charge,
                deadline,
                watcher,
                tariff);
    }

    /** What the answer of the operation's handler is charged. */
    @SuppressWarnings("unchecked") // the answer came from the handler of this very operation
    public Charge charged(Object answer) {
        return ((Tariff<Object>) tariff).used(charge, answer);
    }
}
