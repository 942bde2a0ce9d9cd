package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.pipeline.ReplayBuckets.Owner;
import dev.tollgate.money.hold.HoldDecision;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.hold.RateLimit;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.price.Quote;
import dev.tollgate.runtime.memory.LruMap;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Prices, rates and holds of one loop: everything the pipeline knows of money. */
public final class Metering {

    /** Credentials of a loop whose holds are kept prepared. */
    private static final int TICKETS_MAX = 4_096;

    /** Calls per second of an operator. */
    public static final int OPERATOR_RATE = 100;

    private final PriceBook prices;
    private final Plans plans;
    private final Holds holds;
    private final Map<UUID, HoldTicket> tickets = new LruMap<>(TICKETS_MAX);
    private final ReplayBuckets replays = new ReplayBuckets();

    public Metering(PriceBook prices, Plans plans, Holds holds) {
        this.prices = prices;
        this.plans = plans;
        this.holds = holds;
    }

    /** The rate limit of all credentials of a workspace's tenant together. */
    public int tenantCallsPerSecond(WorkspaceSnapshot snapshot) {
        return plans.named(snapshot.plan()).tenantRate();
    }

    /** The rate limit of a credential: its own up to the plan's, the plan's, or that of operators. */
    public int callsPerSecond(Credential credential) {
        var own = credential.callsPerSecond();
        var workspace = credential.workspace();
        if (workspace == null) {
            return own == null ? OPERATOR_RATE : own;
        }
        var plan = plans.named(workspace.plan());
        return own == null ? plan.credentialRate() : Math.min(own, plan.tenantRate());
    }

    /** The quote of a call, at the prices of its arrival. Calls of operators are free. */
    <I, A> Quote<A> quote(Invocation<I, A> call) {
        var arrival = call.context().arrival();
        var quote = Quote.of(
                isFree(call) ? new Meter.Free<I, A>() : call.face().meter(),
                call.operation().effect(),
                arrival.surface(),
                call.input(),
                prices,
                arrival.time());
        return call.conditions().dryRun() ? Quote.dryRun(quote, arrival.surface(), prices, arrival.time()) : quote;
    }

    private static boolean isFree(Invocation<?, ?> call) {
        return call.context().credential().actor().kind() == Actor.Kind.OPERATOR;
    }

    /**
     * Whether the module has to tell what a call is charged for before it is held, whatever a call without a size
     * costs.
     */
    <I, A> boolean needsSize(Invocation<I, A> call) {
        return call.face().meter() instanceof Meter.Sized<I, A>
                && !isFree(call)
                && !call.conditions().dryRun();
    }

    /** The quote of a call whose size is known. */
    <I, A> Quote<A> sized(Invocation<I, A> call, Quote<A> quote, CallSize size) {
        return call.face().meter() instanceof Meter.Sized<I, A> meter
                ? quote.sized(meter, size, prices, call.context().arrival().time())
                : quote;
    }

    /**
     * The refusal of a call whose idempotency key may be known, where too many were replayed; null if there is room.
     */
    @Nullable Refusal replayRefusal(Credential credential, long nowNanos) {
        return replays.refusal(replayOwners(credential), nowNanos);
    }

    /** Counts a replay, which is not charged, against the rates of its credential and tenant. */
    void replayed(Credential credential, int answerBytes, long nowNanos) {
        replayOwners(credential).forEach(owner -> replays.replayed(owner, answerBytes, nowNanos));
    }

    private List<Owner> replayOwners(Credential credential) {
        var own = new Owner(credential.id(), callsPerSecond(credential));
        var workspace = credential.workspace();
        return workspace == null
                ? List.of(own)
                : List.of(own, new Owner(workspace.tenant().value(), tenantCallsPerSecond(workspace)));
    }

    Future<HoldDecision> hold(Credential credential, TenantId tenant, long micros) {
        return holds.hold(ticket(credential, tenant).of(micros));
    }

    /** A credential that has changed is another one, under the same id. */
    private HoldTicket ticket(Credential credential, TenantId tenant) {
        var known = tickets.get(credential.id());
        if (known != null && known.isFor(credential, tenant)) {
            return known;
        }
        var fresh = new HoldTicket(credential, tenant, rates(credential));
        tickets.put(credential.id(), fresh);
        return fresh;
    }

    void release(TenantId tenant, Charge.Hold hold, long micros) {
        if (micros > 0) {
            holds.release(tenant, hold, micros);
        }
    }

    private List<RateLimit> rates(Credential credential) {
        var own = new RateLimit(credential.actor().qualifiedId(), callsPerSecond(credential));
        WorkspaceSnapshot workspace = credential.workspace();
        return workspace == null
                ? List.of(own)
                : List.of(new RateLimit(RateLimit.TENANT, tenantCallsPerSecond(workspace)), own);
    }
}
