package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.gateway.access.InFlight;
import dev.tollgate.gateway.access.Rights;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The one way of every call, whatever its protocol: admit → (route) → target → allowed → enter → (body, input) → call →
 * leave. A reader calls the steps in its protocol's order; each step answers with the refusal, or nothing. One per
 * event loop; every method is called on that loop and every future completes there. No future of it ever fails: what
 * broke comes back as the refusal the caller may see, and is in the log with its cause.
 */
public final class Pipeline implements Gate {

    private final Doors doors;
    private final InFlight inFlight;
    private final FloodBuckets flood = new FloodBuckets();
    private final Dispatch dispatch;

    public Pipeline(Doors doors, InFlight inFlight, Dispatch dispatch) {
        this.doors = doors;
        this.inFlight = inFlight;
        this.dispatch = dispatch;
    }

    /** Ends the calls whose time is up; must be called every {@link Deadlines#TICK}. */
    public void tick() {
        dispatch.tick();
    }

    /** Who comes to a door whose paths name no place. */
    public Future<Admission> admit(Arrival arrival) {
        return doors.admit(arrival, null);
    }

    /** A message that needs no credential: its operation checks the signature. */
    public Visit signed(Arrival arrival, Access.Signed access) {
        return Visit.of(arrival, access);
    }

    @Override
    public Future<Admission> admit(Arrival arrival, @Nullable WorkspaceId place) {
        return doors.admit(arrival, place);
    }

    @Override
    public Future<Admission> again(Visit visit) {
        return doors.again(visit);
    }

    /**
     * What a control route is about, and whether that may be changed. The visit that comes back replaces the one given;
     * only one of the two is to be ended.
     *
     * @param tenant the path's {@code tenant_id}, if it has one
     * @param workspace the path's {@code workspace_id}, if it has one
     */
    public Future<Admission> target(
            Visit visit,
            @Nullable String tenant,
            @Nullable String workspace,
            Operation<?, ?> operation,
            Face<?, ?> face) {
        return doors.target(visit, tenant, workspace).map(found -> {
            if (found instanceof Admission.Admitted(Visit there)
                    && there.workspace() != null
                    && Rights.needsActive(operation, face)) {
                var closed = Rights.closed(there.workspace());
                return closed == null ? found : new Admission.TurnedAway(closed);
            }
            return found;
        });
    }

    /** Whether this installation offers the operation. */
    public boolean offers(Operation<?, ?> operation) {
        return dispatch.offers(operation);
    }

    /** Module, then scope or role, without I/O; null where the visitor may. */
    public @Nullable Refusal allowed(Visit visit, Access access) {
        return Rights.missing(access, visit.credential(), visit.workspace(), visit.roles());
    }

    @Override
    public @Nullable Refusal enter(Visit visit) {
        var refusal = inFlight.refusal(visit.tenant(), visit.agent());
        if (refusal != null) {
            return refusal;
        }
        visit.goneInside();
        int perSecond = callsPerSecond(visit);
        return flood.refusal(
                visit.credential().id(),
                perSecond,
                freePerSecond(visit, perSecond),
                visit.arrival().startedNanos());
    }

    @Override
    public void spent(Visit visit, long workNanos) {
        int perSecond = callsPerSecond(visit);
        flood.spent(visit.credential().id(), perSecond, freePerSecond(visit, perSecond), workNanos);
    }

    private static int freePerSecond(Visit visit, int callsPerSecond) {
        return visit.arrival().surface() == Surface.MCP ? FloodBuckets.freePerSecond(callsPerSecond) : 0;
    }

    @Override
    public int callsPerSecond(Visit visit) {
        return dispatch.till().callsPerSecond(visit.credential());
    }

    /**
     * Replay, hold, the call itself, usage: in this order, once the input is valid.
     *
     * @param face the one the call came through: its meter prices it
     */
    public <I, A> Future<Ending<A>> call(
            Visit visit, Operation<I, A> operation, Face<I, A> face, I input, Conditions conditions) {
        try {
            return run(new Order<>(visit, operation, face, input, conditions)).start();
        } catch (RuntimeException broken) {
            return Future.succeededFuture(Ending.refused(broke(visit, operation, broken)));
        }
    }

    private <I, A> Run<I, A> run(Order<I, A> order) {
        var arrival = order.visit().arrival();
        var prices = dispatch.till().prices();
        var quote = Quote.of(
                order.face().meter(),
                order.operation().effect(),
                arrival.surface(),
                order.input(),
                prices,
                arrival.time());
        return new Run<>(
                dispatch,
                order,
                order.conditions().dryRun() ? Quote.dryRun(quote, arrival.surface(), prices, arrival.time()) : quote);
    }

    @Override
    public Refusal broke(Visit visit, @Nullable Operation<?, ?> operation, Throwable cause) {
        dispatch.book().broke(visit.arrival(), operation, cause);
        return new Refusal.InternalError(false);
    }

    @Override
    public void leave(Visit visit, @Nullable Operation<?, ?> operation, Ending<?> ending) {
        if (!visit.leaving()) {
            return;
        }
        if (visit.inside()) {
            inFlight.left(visit.tenant(), visit.agent());
        }
        dispatch.book().left(visit, operation, ending);
    }
}
