package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ParsedInput;
import dev.tollgate.gateway.catalogue.RouteTrie;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.AccessGate.McpPermit;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.gateway.pipeline.EntryGate.RestPermit;
import dev.tollgate.gateway.pipeline.Gated.Refused;
import dev.tollgate.gateway.pipeline.TargetGate.Targeted;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one way of every call, in one of two orders of gates. Each gate takes the permit of the one before and gives its
 * own, so an order that leaves one out, or asks in another order, does not compile. One per event loop; every method is
 * called on that loop and every future completes there. No future of it fails: what broke is answered as the refusal
 * the caller may see, and is in the log with its cause.
 */
public final class Pipeline {

    private final Authenticator authenticator;
    private final TargetGate targets;
    private final EntryGate entry;
    private final CallExecution.Services services;
    private final InputDigest digests = new InputDigest();

    public Pipeline(Authenticator authenticator, TargetGate targets, EntryGate entry, CallExecution.Services services) {
        this.authenticator = authenticator;
        this.targets = targets;
        this.entry = entry;
        this.services = services;
    }

    /** Ends the calls whose time is up, and hands over log lines; to be called every {@link Deadlines#TICK}. */
    public void tick() {
        services.deadlines().tick(System.nanoTime());
        services.recorder().tick();
    }

    /** The first gate of REST: credential, source throttle, workspace state, from the head alone. */
    public Future<Gated<Admitted<GateOrder.Rest>>> admitRest(Arrival arrival) {
        return authenticator.admitRest(arrival);
    }

    /** The same for a person with a valid token of the issuer, also without a membership. */
    public Future<Gated<Admitted<GateOrder.Rest>>> admitIdentified(Arrival arrival) {
        return authenticator.admitIdentified(arrival);
    }

    /**
     * The first gate of REST for the owner of a browser session, as they are now.
     *
     * @param identified whether a person without a membership is accepted too
     */
    public Future<Gated<Admitted<GateOrder.Rest>>> admitSession(
            Arrival arrival, SessionCaller owner, boolean identified) {
        return authenticator.admitSession(arrival, owner, identified);
    }

    /**
     * The refusal of an address that presented too many wrong credentials; null for all others. For credentials that
     * are checked elsewhere, at a cost.
     */
    public @Nullable Refusal guessing(Arrival arrival) {
        return authenticator.guessing(arrival);
    }

    /**
     * Records a credential that was found wrong elsewhere, as that of an unknown caller; gives its refusal.
     *
     * @param guessed whether it counts against the client address
     */
    public Refusal rejected(Arrival arrival, boolean guessed) {
        return authenticator.rejected(arrival, guessed);
    }

    /**
     * What an admitted caller may call on the target of a control route; empty if they do not see it. This is no call:
     * it enters nothing, and the context must not be ended.
     */
    public Future<Optional<TargetRights>> rights(Admitted<GateOrder.Rest> caller, RouteTrie.Match.Found<?> route) {
        return targets.rights(caller, route);
    }

    /** The order of REST behind the route: target → allowed → enter → call. */
    public <I, A> void rest(
            Admitted<GateOrder.Rest> caller,
            RouteTrie.Match.Found<?> route,
            CompiledFace<I, A> face,
            CallExchange<I, A> exchange) {
        var context = caller.context();
        if (context.arrival().surface() == Surface.CONTROL) {
            targets.named(caller, route, face)
                    .onSuccess(target -> rest(target, context, face, exchange))
                    .onFailure(
                            cause -> refuse(context, face, exchange, authenticator.broken(context.arrival(), cause)));
        } else {
            rest(targets.own(caller, face), context, face, exchange);
        }
    }

    /** The order of REST for a message that its sender signs: enter → call; its operation checks the signature. */
    public <A> void signed(
            Arrival arrival, CompiledFace<SignedMessage, A> face, CallExchange<SignedMessage, A> exchange) {
        var signed = Objects.requireNonNull(face.signed(), "messages of this operation are not signed");
        var context = RequestContext.of(arrival, signed);
        rest(targets.signed(context, face), context, face, exchange);
    }

    private <I, A> void rest(
            Gated<Targeted<I, A>> target, RequestContext caller, CompiledFace<I, A> face, CallExchange<I, A> exchange) {
        switch (target) {
            case Refused<Targeted<I, A>>(Refusal refusal) -> refuse(caller, face, exchange, refusal);
            case Targeted<I, A> targeted -> guarded(targeted.context(), face, exchange, () -> rest(targeted, exchange));
        }
    }

    private <I, A> void rest(Targeted<I, A> targeted, CallExchange<I, A> exchange) {
        switch (AccessGate.allowed(targeted).then(entry::enter)) {
            case Refused<RestPermit<I, A>>(Refusal refusal) ->
                refuse(targeted.context(), targeted.face(), exchange, refusal);
            case RestPermit<I, A> permit -> call(permit, exchange);
        }
    }

    /**
     * The first gate of MCP: as {@link #admitRest}.
     *
     * @param workspace the workspace the path names: a secret must belong to it, an OAuth access token needs one; null
     *     where it names none
     */
    public Future<Gated<Admitted<GateOrder.Mcp>>> admitMcp(Arrival arrival, @Nullable WorkspaceId workspace) {
        return authenticator.admitMcp(arrival, workspace);
    }

    /**
     * The second gate of MCP; behind it the message may be read.
     *
     * @param filter what the connection leaves of the caller's tools
     */
    public Gated<Entered> enter(Admitted<GateOrder.Mcp> caller, ToolFilter filter) {
        return entry.enter(caller, filter);
    }

    /** The order of MCP behind the message: allowed → call. */
    public <I, A> void mcp(Entered caller, CompiledFace<I, A> face, CallExchange<I, A> exchange) {
        guarded(caller.context(), face, exchange, () -> {
            switch (AccessGate.allowed(caller, face)) {
                case Refused<McpPermit<I, A>>(Refusal refusal) -> refuse(caller.context(), face, exchange, refusal);
                case McpPermit<I, A> permit -> call(permit, exchange);
            }
        });
    }

    /** Reads the input, then replay, hold, handler and usage. */
    <I, A> void call(Permit<I, A> permit, CallExchange<I, A> exchange) {
        var reading = exchange.read(permit.context());
        if (reading.succeeded()) {
            execute(permit, exchange, reading.result());
            return;
        }
        reading.onComplete(read -> {
            if (read.succeeded()) {
                guarded(permit.context(), permit.face(), exchange, () -> execute(permit, exchange, read.result()));
            } else {
                broke(permit.context(), permit.face(), exchange, read.cause());
            }
        });
    }

    private <I, A> void execute(Permit<I, A> permit, CallExchange<I, A> exchange, ParsedInput<I> parsed) {
        switch (parsed) {
            case ParsedInput.Invalid<I>(Refusal refusal) -> refuse(permit.context(), permit.face(), exchange, refusal);
            case ParsedInput.Valid<I>(I input, Conditions conditions) -> {
                var invocation = Invocation.of(permit, input, conditions);
                permit.context().markDryRun(conditions.dryRun());
                var digest = digests.of(permit.context(), input, conditions.onExisting());
                var facts = permit.context().facts(invocation.operation(), digest);
                new CallExecution<>(services, invocation, facts)
                        .start()
                        .onSuccess(result -> guarded(
                                permit.context(), permit.face(), exchange, () -> prepare(permit, exchange, result)));
            }
        }
    }

    private <I, A> void prepare(Permit<I, A> permit, CallExchange<I, A> exchange, CallResult<A> result) {
        var prepared = exchange.prepare(permit.context(), result);
        if (prepared.isComplete()) {
            end(permit.context(), permit.face(), exchange, result);
            return;
        }
        prepared.onComplete(_ -> guarded(
                permit.context(),
                permit.face(),
                exchange,
                () -> end(permit.context(), permit.face(), exchange, result)));
    }

    /** A call is answered and its slot released even if the handling fails. */
    private <I, A> void guarded(
            RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException broken) {
            broke(context, face, exchange, broken);
        }
    }

    private <I, A> void broke(
            RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, Throwable cause) {
        refuse(context, face, exchange, broke(context, face.operation(), cause));
    }

    private <I, A> void refuse(
            RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, Refusal refusal) {
        end(context, face, exchange, CallResult.refused(refusal));
    }

    private <I, A> void end(
            RequestContext context, CompiledFace<I, A> face, CallExchange<I, A> exchange, CallResult<A> result) {
        leave(context, face.operation(), result);
        exchange.write(context, result);
    }

    /**
     * Authenticates an admitted caller again. This is no call: no throttle applies, only our own failures are recorded,
     * and the returned context must not be ended.
     */
    public Future<AuthResult> again(RequestContext context) {
        return authenticator.again(context);
    }

    /** Whether this installation offers the operation. */
    public boolean offers(Operation<?, ?> operation) {
        return services.handlers().offers(operation);
    }

    /**
     * Tells how long a body was worked on that was refused then: its credential's flood bucket pays for it, so that
     * costly junk is refused before it is read. Redis is not asked.
     */
    public void spent(RequestContext context, long workNanos) {
        entry.spent(context, workNanos);
    }

    /** The rate limit of the caller's credential. */
    public int callsPerSecond(RequestContext context) {
        return entry.callsPerSecond(context);
    }

    /** The refusal if reading a call fails, before it had any effect; the failure is logged. */
    public Refusal broke(RequestContext context, @Nullable Operation<?, ?> operation, Throwable cause) {
        services.recorder().broke(context.arrival(), operation, cause);
        return cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(false);
    }

    /** The same where no caller is known, or no operation was called. */
    public Refusal broke(Arrival arrival, Throwable cause) {
        services.recorder().broke(arrival, null, cause);
        return cause instanceof Failure failure ? failure.refusal() : new Refusal.InternalError(false);
    }

    /**
     * Ends a request: releases its slot, counts it, writes its log line and records a refusal in the audit. A second
     * time does nothing. Calls of operations are ended here; readers end what never became one.
     *
     * @param operation null where it was refused before one was known
     */
    public void leave(RequestContext context, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        if (context.leaving()) {
            entry.leave(context);
            services.recorder().left(context, operation, result);
        }
    }
}
