package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import org.jspecify.annotations.Nullable;

/**
 * Calls that all gates have let through, and the end of every request. A call is answered and its slot released even if
 * a step throws. Confined to its event loop.
 */
final class PermittedCalls {

    private final EntryGate entry;
    private final CallExecution.Services services;
    private final InputDigest digests = new InputDigest();

    PermittedCalls(EntryGate entry, CallExecution.Services services) {
        this.entry = entry;
        this.services = services;
    }

    /** Reads the input, then replay, hold, handler and usage. */
    <I, A> void call(Permit<I, A> permit, CallExchange<I, A> exchange) {
        var refusal = entry.overload().refusal(permit.context(), permit.face().operation());
        if (refusal != null) {
            refuse(permit.context(), permit.face(), exchange, refusal);
            return;
        }
        var reading = exchange.read(permit.context());
        if (reading.succeeded()) {
            execute(permit, exchange, reading.result());
            return;
        }
        reading.onComplete((parsed, failure) -> {
            if (failure == null) {
                guarded(permit, exchange, parsed);
            } else {
                broke(permit.context(), permit.face(), exchange, failure);
            }
        });
    }

    private <I, A> void guarded(Permit<I, A> permit, CallExchange<I, A> exchange, ParsedInput<I> parsed) {
        try {
            execute(permit, exchange, parsed);
        } catch (RuntimeException broken) {
            broke(permit.context(), permit.face(), exchange, broken);
        }
    }

    private <I, A> void execute(Permit<I, A> permit, CallExchange<I, A> exchange, ParsedInput<I> parsed) {
        switch (parsed) {
            case ParsedInput.Invalid<I>(Refusal refusal) -> refuse(permit.context(), permit.face(), exchange, refusal);
            case ParsedInput.Valid<I>(I input, Conditions conditions) -> {
                var refusal =
                        entry.overload().begin(permit.context(), permit.face().operation());
                if (refusal != null) {
                    refuse(permit.context(), permit.face(), exchange, refusal);
                    return;
                }
                var invocation = Invocation.of(permit, input, conditions);
                permit.context().markDryRun(conditions.dryRun());
                var digest = digests.of(permit.context(), input, conditions.onExisting());
                var facts = permit.context().facts(invocation.operation(), digest);
                new CallExecution<>(services, invocation, facts, result -> prepared(permit, exchange, result)).start();
            }
        }
    }

    private <I, A> void prepared(Permit<I, A> permit, CallExchange<I, A> exchange, CallResult<A> result) {
        try {
            var prepared = exchange.prepare(permit.context(), result);
            if (prepared.isComplete()) {
                end(permit.context(), permit.face(), exchange, result);
            } else {
                prepared.onComplete(_ -> end(permit.context(), permit.face(), exchange, result));
            }
        } catch (RuntimeException broken) {
            broke(permit.context(), permit.face(), exchange, broken);
        }
    }

    /** A step threw, or its future failed. */
    <I, A> void broke(RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, Throwable cause) {
        refuse(context, face, exchange, broke(context.arrival(), face.operation(), cause));
    }

    /** The refusal for what broke before it had any effect; the failure is logged. */
    Refusal broke(Arrival arrival, @Nullable Operation<?, ?> operation, Throwable cause) {
        services.recorder().broke(arrival, operation, cause);
        return cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(false);
    }

    <I, A> void refuse(RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, Refusal refusal) {
        end(context, face, exchange, CallResult.refused(refusal));
    }

    /**
     * Writes the first result of a request and ignores later ones. A result that cannot be written becomes a refusal.
     */
    private <I, A> void end(
            RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, CallResult<A> result) {
        if (!context.leaving()) {
            return;
        }
        try {
            left(context, face.operation(), result);
            exchange.write(context, result);
        } catch (RuntimeException broken) {
            var refusal = broke(context.arrival(), face.operation(), broken);
            exchange.write(context, CallResult.refused(refusal));
        }
    }

    /** Ends a request: see {@link Pipeline#leave}. */
    void leave(RequestContext context, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        if (context.leaving()) {
            left(context, operation, result);
        }
    }

    private void left(RequestContext context, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        entry.leave(context);
        entry.overload().ended(context, result);
        services.recorder().left(context, operation, result);
    }
}
