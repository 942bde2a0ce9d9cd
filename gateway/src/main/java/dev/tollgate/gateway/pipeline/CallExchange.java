package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.catalogue.input.ParsedInput;
import io.vertx.core.Future;

/** Protocol-specific part of one call: reads its input and writes its result. */
public interface CallExchange<I, A> {

    /**
     * Reads the input. Called once, behind the gates; a future that fails is answered by the refusal of its failure, or
     * as an internal error.
     *
     * @param context the caller on the target of the call
     */
    Future<ParsedInput<I>> read(RequestContext context);

    /**
     * Prepares what is written of a result, such as look-ups beside the record. Called at most once, when the call has
     * been recorded, while it still holds its slot; a future that fails is taken as done.
     */
    default Future<Void> prepare(RequestContext context, CallResult<A> result) {
        return Future.succeededFuture();
    }

    /** Writes the result. Called once, when the call has been recorded. */
    void write(RequestContext context, CallResult<A> result);
}
