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
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who comes in: credential, source throttle, workspace. A credential that is known good is let in from a throttled
 * address too: the throttle refuses what nobody knows. One per event loop.
 */
public final class Doors {

    private static final Found GUESSED = new Found.Nobody(true);

    /** Too many unknown tokens arrive for this one to be looked up now. */
    private static final Found UNASKED = new Found.Untold(new Refusal.RateLimited(
            "Too many unknown credentials are being checked. Try again.", Duration.ofSeconds(1)));

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
        return found(arrival, place, true).map(found -> {
            var judged = throttled(arrival, found);
            note(arrival, judged);
            return judged.admission();
        });
    }

    /** Who it is now, of somebody who has stayed: nothing is noted of it, and no throttle stands in the way. */
    Future<Admission> again(Visit visit) {
        var home = visit.workspace();
        return found(visit.arrival().again(), home == null ? null : home.workspace(), false)
                .map(Found::admission);
    }

    /** A wrong credential from an address that sent too many is 429, whatever is wrong with it. */
    private Found throttled(Arrival arrival, Found found) {
        return switch (found) {
            case Found.Nobody(boolean guessed) when guessed -> throttled(arrival, found, Found.Untold::new);
            case Found.ShutOut(Visit visit, Refusal _, boolean guessed)
            when guessed -> throttled(arrival, found, refusal -> new Found.ShutOut(visit, refusal, true));
            case Found.Nobody _, Found.ShutOut _, Found.Welcome _, Found.Untold _ -> found;
        };
    }

    private Found throttled(Arrival arrival, Found found, Function<Refusal, Found> refused) {
        var refusal = throttle.refusal(arrival.clientAddress());
        return refusal == null ? found : refused.apply(refusal);
    }

    /**
     * Looks the token up where it is worth it.
     *
     * @param throttling whether a throttled address is looked up for less
     */
    private Future<Found> found(Arrival arrival, @Nullable WorkspaceId place, boolean throttling) {
        var token = arrival.token();
        if (token == null) {
            return Future.succeededFuture(new Found.Nobody(false));
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
            return Future.succeededFuture(entering(arrival, known, place));
        }
        var throttled = throttling && throttle.refusal(arrival.clientAddress()) != null;
        return credentials
                .ask(token, throttled)
                .map(answer -> switch (answer) {
                    case CredentialCache.Answer.Known(Credential credential) -> entering(arrival, credential, place);
                    case CredentialCache.Answer.Unknown _ -> GUESSED;
                    case CredentialCache.Answer.Unasked _ -> throttled ? GUESSED : UNASKED;
                })
                .recover(failure -> untold(arrival, failure));
    }

    private Future<Found> person(Arrival arrival, String token, People everybody) {
        var known = everybody.known(token, arrival.time());
        if (known != null) {
            return Future.succeededFuture(new Found.Welcome(Visit.of(arrival, known)));
        }
        return everybody
                .ask(token)
                .map(found -> found.<Found>map(person -> new Found.Welcome(Visit.of(arrival, person)))
                        .orElse(GUESSED))
                .recover(failure -> untold(arrival, failure));
    }

    private Future<Found> agent(Arrival arrival, String token, @Nullable WorkspaceId place, Agents agents) {
        var known = place == null ? null : agents.known(token, place, arrival.time());
        if (known != null) {
            return Future.succeededFuture(entering(arrival, known, place));
        }
        return agents.ask(token, place)
                .map(entry -> switch (entry) {
                    case Agents.Entry.Let(Credential credential) -> entering(arrival, credential, place);
                    case Agents.Entry.Recognised recognised -> recognised(arrival, recognised);
                    case Agents.Entry.Nobody _ -> GUESSED;
                })
                .recover(failure -> untold(arrival, failure));
    }

    /** A token that has ended is not guessed: agents behind one address come with one whenever theirs is over. */
    private static Found recognised(Arrival arrival, Agents.Entry.Recognised recognised) {
        return new Found.ShutOut(
                visit(arrival, recognised.credential()), new Refusal.Unauthorized(), !recognised.ended());
    }

    private Future<Found> untold(Arrival arrival, Throwable failure) {
        return Future.succeededFuture(new Found.Untold(broken(arrival, failure)));
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

    private static Found entering(Arrival arrival, Credential credential, @Nullable WorkspaceId place) {
        if (!Rights.fits(credential, arrival.surface())) {
            return GUESSED;
        }
        var visit = visit(arrival, credential);
        if (isFromWrongPlace(visit, place)) {
            return new Found.ShutOut(visit, new Refusal.Unauthorized(), true);
        }
        var refusal = refusal(visit);
        return refusal == null ? new Found.Welcome(visit) : new Found.ShutOut(visit, refusal, false);
    }

    private static Visit visit(Arrival arrival, Credential credential) {
        Standing home = credential.home();
        return new Visit(arrival, credential, home == null ? null : home.tenant(), home);
    }

    /** From an address that is not allowed, or at the door of another workspace, a credential looks unknown. */
    private static boolean isFromWrongPlace(Visit visit, @Nullable WorkspaceId place) {
        var home = visit.workspace();
        return !visit.credential().allowed().hold(visit.arrival().clientAddress())
                || (place != null && home != null && !place.equals(home.workspace()));
    }

    /** Why a known credential opens nothing now; null where it does. */
    private static @Nullable Refusal refusal(Visit visit) {
        var home = visit.workspace();
        if (home == null) {
            return null;
        }
        var closed = Rights.closed(home);
        return closed == null ? Rights.barred(visit.credential(), home) : closed;
    }

    /** What a call that does not come in leaves behind: its address's count, the audit of its owner, a line. */
    private void note(Arrival arrival, Found found) {
        switch (found) {
            case Found.Welcome _ -> {}
            case Found.ShutOut(Visit visit, Refusal refusal, boolean guessed) -> {
                count(arrival, guessed);
                book.shutOut(visit, refusal);
            }
            case Found.Nobody(boolean guessed) -> {
                count(arrival, guessed);
                book.turnedAway(arrival, new Refusal.Unauthorized());
            }
            case Found.Untold(Refusal refusal) -> book.turnedAway(arrival, refusal);
        }
    }

    private void count(Arrival arrival, boolean guessed) {
        if (guessed) {
            throttle.failed(arrival.clientAddress());
        }
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
