package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way to the module that answers it: everything has been checked and paid for.
 *
 * @param facts what audit and usage will say about it
 * @param charge what is held for it
 * @param deadline when the caller will have given up; no effect may begin after it
 * @param listener receives progress, and reports whether the caller is gone
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
        ProgressListener listener,
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

    /** The same call on a target that only its input names: audited and metered there. */
    public Call<I> on(TenantId tenant, @Nullable WorkspaceId workspace) {
        return new Call<>(
                operation,
                caller.on(tenant, workspace),
                input,
                conditions,
                facts.on(tenant, workspace),
                charge,
                deadline,
                listener,
                tariff);
    }

    /** The same call with the scopes that the caller's role stands for. */
    public Call<I> with(Set<Scope> scopesOfRole) {
        return new Call<>(
                operation, caller.with(scopesOfRole), input, conditions, facts, charge, deadline, listener, tariff);
    }

    /** The same call with another charge held for it. */
    public Call<I> charging(Charge held) {
        return new Call<>(operation, caller, input, conditions, facts, held, deadline, listener, tariff);
    }

    /** The same call as it is for a record that it changes besides its own. */
    public Call<I> forFurther() {
        return new Call<>(operation, caller, input, conditions.forFurther(), facts, charge, deadline, listener, tariff);
    }

    /** The charge for the answer of the operation's handler. */
    @SuppressWarnings("unchecked") // the answer came from the handler of this very operation
    public Charge charged(Object answer) {
        return ((Tariff<Object>) tariff).used(charge, answer);
    }
}
