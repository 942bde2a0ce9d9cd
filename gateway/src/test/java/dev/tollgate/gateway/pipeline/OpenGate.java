package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.Credential;
import io.vertx.core.Future;
import java.util.Objects;

/**
 * Lets everybody in as one and the same credential, for clients that can send none. Nothing can be called through it
 * that costs anything: it has no money, no records and no audit.
 */
public final class OpenGate implements Gate {

    private static final int CALLS_PER_SECOND = 10_000;

    private final Credential everybody;

    public OpenGate(Credential everybody) {
        this.everybody = everybody;
    }

    @Override
    public Future<Admission> admit(Arrival arrival, WorkspaceId place) {
        var home = Objects.requireNonNull(everybody.home());
        return Future.succeededFuture(new Admission.Admitted(new RequestContext(arrival, everybody, home.tenant(), home)));
    }

    @Override
    public Future<Admission> again(RequestContext context) {
        return admit(context.arrival().again(), null);
    }

    @Override
    public Refusal enter(RequestContext context) {
        return null;
    }

    @Override
    public int callsPerSecond(RequestContext context) {
        return CALLS_PER_SECOND;
    }

    @Override
    public void spent(RequestContext context, long workNanos) {}

    @Override
    public Refusal broke(RequestContext context, Operation<?, ?> operation, Throwable cause) {
        throw new AssertionError("the endpoint stumbled", cause);
    }

    @Override
    public void leave(RequestContext context, Operation<?, ?> operation, CallResult<?> result) {}
}
