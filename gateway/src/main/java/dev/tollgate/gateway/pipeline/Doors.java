package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.Rights;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.CredentialCache;
import dev.tollgate.gateway.credential.CredentialRows;
import dev.tollgate.gateway.credential.Standing;
import dev.tollgate.gateway.identity.Agents;
import dev.tollgate.gateway.identity.BelievedTokens;
import dev.tollgate.gateway.identity.People;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Who comes in: source throttle, credential, workspace. One per event loop. */
public final class Doors {

    private final SourceThrottle throttle;
    private final CredentialCache credentials;
    private final @Nullable VouchedFor vouchedFor;
    private final CredentialRows rows;
    private final CallBook book;

    /** Whom an issuer vouches for: people at the control plane, and their agents at MCP. */
    public record VouchedFor(People people, Agents agents) {}

    /**
     * The doors of one loop.
     *
     * @param vouchedFor null where no issuer vouches for anybody
     */
    public Doors(
            SourceThrottle throttle,
            CredentialCache credentials,
            @Nullable VouchedFor vouchedFor,
            CredentialRows rows,
            CallBook book) {
        this.throttle = throttle;
        this.credentials = credentials;
        this.vouchedFor = vouchedFor;
        this.rows = rows;
        this.book = book;
    }

    Future<Admission> admit(Arrival arrival, @Nullable WorkspaceId place) {
        var throttled = throttle.refusal(arrival.clientAddress());
        if (throttled != null) {
            return Future.succeededFuture(turnedAway(arrival, throttled));
        }
        var token = arrival.token();
        if (token == null) {
            return Future.succeededFuture(turnedAway(arrival, new Refusal.Unauthorized()));
        }
        if (vouchedFor != null && BelievedTokens.takes(token)) {
            if (arrival.surface() == Surface.CONTROL) {
                return person(arrival, token, vouchedFor.people());
            }
            if (arrival.surface() == Surface.MCP) {
                return agent(arrival, token, place, vouchedFor.agents());
            }
        }
        var known = credentials.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known));
        }
        return credentials
                .ask(token)
                .map(found ->
                        found.map(credential -> entering(arrival, credential)).orElseGet(() -> failed(arrival)))
                .recover(failure -> Future.succeededFuture(turnedAway(arrival, broken(arrival, failure))));
    }

    private Future<Admission> person(Arrival arrival, String token, People everybody) {
        var known = everybody.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(new Admission.Admitted(Visit.of(arrival, known)));
        }
        return everybody
                .ask(token)
                .map(found -> found.<Admission>map(person -> new Admission.Admitted(Visit.of(arrival, person)))
                        .orElseGet(() -> failed(arrival)))
                .recover(failure -> Future.succeededFuture(turnedAway(arrival, broken(arrival, failure))));
    }

    private Future<Admission> agent(Arrival arrival, String token, @Nullable WorkspaceId place, Agents agents) {
        var known = place == null ? null : agents.known(token, place, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known));
        }
        return agents.ask(token, place)
                .map(entry -> switch (entry) {
                    case Agents.Entry.Let(Credential credential) -> entering(arrival, credential);
                    case Agents.Entry.Recognised recognised -> recognised(arrival, recognised);
                    case Agents.Entry.Nobody _ -> failed(arrival);
                })
                .recover(failure -> Future.succeededFuture(turnedAway(arrival, broken(arrival, failure))));
    }

    /** A token that has ended is not guessed: agents behind one address come with one whenever theirs is over. */
    private Admission recognised(Arrival arrival, Agents.Entry.Recognised recognised) {
        if (!recognised.ended()) {
            throttle.failed(arrival.clientAddress());
        }
        return shutOut(arrival, recognised.credential(), new Refusal.Unauthorized());
    }

    /**
     * The target a control route names; a tenant or workspace that is not there, or not for the caller to see, is 404.
     */
    Future<Admission> target(Visit visit, @Nullable String tenant, @Nullable String workspace) {
        Future<Admission> found;
        if (workspace != null) {
            found = TypeId.parse(TypeId.prefix(WorkspaceId.class), workspace)
                    .map(id -> workspace(visit, new WorkspaceId(id)))
                    .orElseGet(() -> nothing("workspace"));
        } else if (tenant != null) {
            found = TypeId.parse(TypeId.prefix(TenantId.class), tenant)
                    .map(id -> tenant(visit, new TenantId(id)))
                    .orElseGet(() -> nothing("tenant"));
        } else {
            found = Future.succeededFuture(new Admission.Admitted(visit));
        }
        return found.recover(
                failure -> Future.succeededFuture(new Admission.TurnedAway(broken(visit.arrival(), failure))));
    }

    private Future<Admission> workspace(Visit visit, WorkspaceId id) {
        return rows.workspace(id)
                .compose(found -> found.map(standing -> there(visit.on(standing.tenant(), standing), "workspace"))
                        .orElseGet(() -> nothing("workspace")));
    }

    private Future<Admission> tenant(Visit visit, TenantId id) {
        return rows.plan(id)
                .compose(found ->
                        found.map(_ -> there(visit.on(id, null), "tenant")).orElseGet(() -> nothing("tenant")));
    }

    private Admission entering(Arrival arrival, Credential credential) {
        if (credential.surface() != arrival.surface()) {
            return failed(arrival);
        }
        var refusal = refusal(arrival, credential);
        return refusal == null
                ? new Admission.Admitted(visit(arrival, credential))
                : shutOut(arrival, credential, refusal);
    }

    private Admission shutOut(Arrival arrival, Credential credential, Refusal refusal) {
        book.shutOut(visit(arrival, credential), refusal);
        return new Admission.TurnedAway(refusal);
    }

    private static Visit visit(Arrival arrival, Credential credential) {
        Standing home = credential.home();
        return new Visit(arrival, credential, home == null ? null : home.tenant(), home);
    }

    /** Why a known credential opens nothing here and now; null where it does. From a wrong place it looks unknown. */
    private @Nullable Refusal refusal(Arrival arrival, Credential credential) {
        if (!credential.allowed().hold(arrival.clientAddress())) {
            throttle.failed(arrival.clientAddress());
            return new Refusal.Unauthorized();
        }
        var home = credential.home();
        if (home == null) {
            return null;
        }
        var closed = Rights.closed(home);
        return closed == null ? Rights.barred(credential, home) : closed;
    }

    private Admission failed(Arrival arrival) {
        throttle.failed(arrival.clientAddress());
        return turnedAway(arrival, new Refusal.Unauthorized());
    }

    private Admission turnedAway(Arrival arrival, Refusal refusal) {
        book.turnedAway(arrival, refusal);
        return new Admission.TurnedAway(refusal);
    }

    private Refusal broken(Arrival arrival, Throwable failure) {
        book.broke(arrival, null, failure);
        return failure instanceof Failure known ? known.refusal() : new Refusal.InternalError(false);
    }

    private static Future<Admission> there(Visit visit, String what) {
        return visit.roles().isEmpty() ? nothing(what) : Future.succeededFuture(new Admission.Admitted(visit));
    }

    private static Future<Admission> nothing(String what) {
        return Future.succeededFuture(
                new Admission.TurnedAway(new Refusal.ResourceNotFound("There is no such " + what + '.')));
    }
}
