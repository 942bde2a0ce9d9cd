package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import java.time.Instant;

/**
 * One call on its way to the module that answers it: everything has been checked and paid for.
 *
 * @param facts what audit and usage will say about it
 * @param charge what is held for it
 * @param deadline when the caller will have given up; no effect may begin after it
 */
public record Call<I>(
        Operation<I, ?> operation,
        Caller caller,
        I input,
        Conditions conditions,
        CallFacts facts,
        Charge charge,
        Instant deadline) {}
