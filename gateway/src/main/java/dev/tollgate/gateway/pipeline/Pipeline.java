package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The one way of every call, whatever its protocol: admit → (route) → allowed → enter → (body, input) → call → leave. A
 * reader calls the steps in its protocol's order; each step answers with the refusal, or nothing. One per event loop;
 * every method is called on that loop and every future completes there. No future of it ever fails: what broke comes
 * back as the refusal the caller may see, and is in the log with its cause.
 */
public interface Pipeline {

    /** Source throttle, credential, workspace state: who is it, from the head alone. */
    Future<Admission> admit(Arrival arrival);

    /** Module and scope of this access, without I/O; null where the visitor may. */
    @Nullable Refusal allowed(Visit visit, Access access);

    /** In-flight cap of the tenant, then the local flood bucket; null where there is room. */
    @Nullable Refusal enter(Visit visit);

    /**
     * Replay, hold, the call itself, usage: in this order, once the input is valid.
     *
     * @param face the one the call came through: its meter prices it
     */
    <I, A> Future<Ending<A>> call(
            Visit visit, Operation<I, A> operation, Face<I, A> face, I input, Conditions conditions);

    /**
     * Ends the visit: gives its place back, counts it, writes its log line and tells the audit about a refusal.
     *
     * @param operation null where it was refused before one was known
     */
    void leave(Visit visit, @Nullable Operation<?, ?> operation, Ending<?> ending);
}
