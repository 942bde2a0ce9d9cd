package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;

/** What a visit asks for, valid as far as its schema tells. */
record Order<I, A>(Visit visit, Operation<I, A> operation, Face<I, A> face, I input, Conditions conditions) {

    /** Whether records may change: a dry run of a write does not. */
    boolean changes() {
        return operation.changes() && !conditions.dryRun();
    }
}
