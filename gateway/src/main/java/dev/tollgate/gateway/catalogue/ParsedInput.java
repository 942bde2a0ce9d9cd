package dev.tollgate.gateway.catalogue;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Refusal;

/** Result of parsing a call's input. */
public sealed interface ParsedInput<I> {

    /** The input as the handler takes it, and the conditions the caller set. */
    record Valid<I>(I input, Conditions conditions) implements ParsedInput<I> {}

    /** The input is not one; the refusal names every fault. */
    record Invalid<I>(Refusal refusal) implements ParsedInput<I> {}
}
