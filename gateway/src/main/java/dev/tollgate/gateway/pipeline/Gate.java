package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The steps around every visit, whether an operation is called or not. {@link Pipeline} has them and the call itself.
 */
public interface Gate {

    /**
     * Credential, source throttle, workspace state: who is it, from the head alone.
     *
     * @param place the workspace the path names: a secret must belong to it, an OAuth access token needs one; null
     *     where it names none
     */
    Future<Admission> admit(Arrival arrival, @Nullable WorkspaceId place);

    /**
     * Who it is now, of somebody who was admitted and has stayed. This is no call: a throttled address is answered all
     * the same, what is refused is neither counted nor written down nor held against the address, and a visit that
     * comes back is not to be ended. What breaks on our side is in the log as ever.
     */
    Future<Admission> again(Visit visit);

    /** In-flight caps of tenant and agent, then the local flood bucket; null where there is room. */
    @Nullable Refusal enter(Visit visit);

    /**
     * Tells how long a body was worked on that was refused then: its credential's flood bucket pays for it, so that
     * costly junk is refused before it is read. Redis is not asked.
     */
    void spent(Visit visit, long workNanos);

    /** What the visitor's credential may send per second. */
    int callsPerSecond(Visit visit);

    /** What a caller is told when a reader of ours stumbles before the call: nothing has happened. It is in the log. */
    Refusal broke(Visit visit, @Nullable Operation<?, ?> operation, Throwable cause);

    /**
     * Ends the visit: gives its place back, counts it, writes its log line and tells the audit about a refusal. A
     * second time does nothing.
     *
     * @param operation null where it was refused before one was known
     */
    void leave(Visit visit, @Nullable Operation<?, ?> operation, Ending<?> ending);
}
