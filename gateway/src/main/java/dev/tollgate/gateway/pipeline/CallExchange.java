package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.catalogue.ParsedInput;
import io.vertx.core.Future;

/** Protocol-specific part of one call: reads its input and writes its result. */
public interface CallExchange<I, A> {

    /**
     * Reads the input. Called once, behind the gates; a future that fails is answered as an internal error.
     *
     * @param context the caller on the target of the call
     */
    Future<ParsedInput<I>> read(RequestContext context);

    /** Writes the result. Called once, when the call has been recorded. */
    void write(RequestContext context, CallResult<A> result);
}
