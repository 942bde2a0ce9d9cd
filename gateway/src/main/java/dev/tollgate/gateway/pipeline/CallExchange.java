package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.catalogue.Parsed;
import io.vertx.core.Future;

/** What a protocol brings to one call: how its input is read, and how its result is written. */
public interface CallExchange<I, A> {

    /**
     * Reads the input. Called once, behind the gates; a future that fails is answered as an internal error.
     *
     * @param context the caller on the target of the call
     */
    Future<Parsed<I>> read(RequestContext context);

    /** Writes the result. Called once, when the call has been recorded. */
    void write(RequestContext context, CallResult<A> result);
}
