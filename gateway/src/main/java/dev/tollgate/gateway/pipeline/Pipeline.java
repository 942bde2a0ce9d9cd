package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.AccessGate.Allowed;
import dev.tollgate.gateway.pipeline.AccessGate.McpPermit;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.gateway.pipeline.EntryGate.RestPermit;
import dev.tollgate.gateway.pipeline.Gated.Refused;
import dev.tollgate.gateway.pipeline.TargetGate.Targeted;
import dev.tollgate.runtime.memory.Deadlines;
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
    private final PermittedCalls calls;

    public Pipeline(Authenticator authenticator, TargetGate targets, EntryGate entry, CallExecution.Services services) {
        this.authenticator = authenticator;
        this.targets = targets;
        this.entry = entry;
        this.services = services;
        this.calls = new PermittedCalls(entry, services);
    }

    /** Ends the calls whose time is up, and hands over log lines; to be called every {@link Deadlines#TICK}. */
    public void tick() {
        long now = System.nanoTime();
        services.deadlines().tick(now);
        entry.overload().tick(now);
        services.recorder().tick();
    }

    /** The first gate of REST: credential, source throttle, workspace state, from the head alone. */
    public Future<Gated<Admitted<GateOrder.Rest>>> admitRest(Arrival arrival) {
        return authenticator.admitRest(arrival);
    }

    /** The same for a token that this loop knows, without a future; null where it has to be looked up. */
    public @Nullable Gated<Admitted<GateOrder.Rest>> knownRest(Arrival arrival) {
        return authenticator.knownRest(arrival);
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
                    .onFailure(cause ->
                            calls.refuse(context, face, exchange, authenticator.broken(context.arrival(), cause)));
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
            case Refused<Targeted<I, A>>(Refusal refusal) -> calls.refuse(caller, face, exchange, refusal);
            case Targeted<I, A> targeted -> rest(targeted, exchange);
        }
    }

    private <I, A> void rest(Targeted<I, A> targeted, CallExchange<I, A> exchange) {
        try {
            switch (AccessGate.allowed(targeted)) {
                case Refused<Allowed<I, A>>(Refusal refusal) ->
                    calls.refuse(targeted.context(), targeted.face(), exchange, refusal);
                case Allowed<I, A> allowed -> enter(allowed, exchange);
            }
        } catch (RuntimeException broken) {
            calls.broke(targeted.context(), targeted.face(), exchange, broken);
        }
    }

    private <I, A> void enter(Allowed<I, A> allowed, CallExchange<I, A> exchange) {
        switch (entry.enter(allowed)) {
            case Refused<RestPermit<I, A>>(Refusal refusal) ->
                calls.refuse(allowed.context(), allowed.face(), exchange, refusal);
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

    /** The same for a token that this loop knows, without a future; null where it has to be looked up. */
    public @Nullable Gated<Admitted<GateOrder.Mcp>> knownMcp(Arrival arrival, @Nullable WorkspaceId workspace) {
        return authenticator.knownMcp(arrival, workspace);
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
        try {
            switch (AccessGate.allowed(caller, face)) {
                case Refused<McpPermit<I, A>>(Refusal refusal) ->
                    calls.refuse(caller.context(), face, exchange, refusal);
                case McpPermit<I, A> permit -> call(permit, exchange);
            }
        } catch (RuntimeException broken) {
            calls.broke(caller.context(), face, exchange, broken);
        }
    }

    /** What limits the calls in flight while they wait too long. */
    public OverloadGate overload() {
        return entry.overload();
    }

    /** Reads the input, then replay, hold, handler and usage. */
    <I, A> void call(Permit<I, A> permit, CallExchange<I, A> exchange) {
        calls.call(permit, exchange);
    }

    /**
     * Authenticates an admitted caller again. This is no call: no throttle applies, only our own failures are recorded,
     * and the returned context must not be ended.
     */
    public Future<AuthResult> again(RequestContext context) {
        return authenticator.again(context);
    }

    /** Records in the audit what was done and is no call of an operation, such as a sign-in to the console. */
    public void witnessed(CallFacts facts) {
        services.recorder().witnessed(facts);
    }

    /** The same of what an unknown caller was refused; equal refusals of a minute are one entry. */
    public void witnessed(CallFacts facts, Refusal refusal) {
        services.recorder().witnessed(facts, refusal);
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

    /**
     * Does work for an admitted caller that is no call: their flood bucket pays for its time. The refusal, and nothing
     * is done, where it is empty.
     */
    public @Nullable Refusal work(Admitted<GateOrder.Rest> caller, Runnable work) {
        return entry.work(caller.context(), work);
    }

    /** The rate limit of the caller's credential. */
    public int callsPerSecond(RequestContext context) {
        return entry.callsPerSecond(context);
    }

    /** The refusal if reading a call fails, before it had any effect; the failure is logged. */
    public Refusal broke(RequestContext context, @Nullable Operation<?, ?> operation, Throwable cause) {
        return calls.broke(context.arrival(), operation, cause);
    }

    /** The same where no caller is known, or no operation was called. */
    public Refusal broke(Arrival arrival, Throwable cause) {
        return calls.broke(arrival, null, cause);
    }

    /**
     * Ends a request: releases its slot, counts it, writes its log line and records a refusal in the audit. A second
     * time does nothing. Calls of operations are ended here; readers end what never became one.
     *
     * @param operation null where it was refused before one was known
     */
    public void leave(RequestContext context, @Nullable Operation<?, ?> operation, CallResult<?> result) {
        calls.leave(context, operation, result);
    }
}
