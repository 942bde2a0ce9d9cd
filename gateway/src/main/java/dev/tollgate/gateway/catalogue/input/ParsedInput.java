package dev.tollgate.gateway.catalogue.input;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.table.Batch;

/** Result of parsing a call's input. */
public sealed interface ParsedInput<I> {

    /**
     * The part of the time spent on the input that went into what is refused.
     *
     * @param workNanos how long the whole input was worked on
     */
    long refusedNanos(long workNanos);

    /** The input as the handler takes it, and the conditions the caller set. */
    record Valid<I>(I input, Conditions conditions) implements ParsedInput<I> {

        /** The time spent on the faulty items of a batch; 0 for any other input. */
        @Override
        public long refusedNanos(long workNanos) {
            return input instanceof Batch<?> batch ? Math.round(workNanos * batch.faultyShare()) : 0;
        }
    }

    /** The input is not one; the refusal names every fault. */
    record Invalid<I>(Refusal refusal) implements ParsedInput<I> {

        @Override
        public long refusedNanos(long workNanos) {
            return workNanos;
        }
    }
}
