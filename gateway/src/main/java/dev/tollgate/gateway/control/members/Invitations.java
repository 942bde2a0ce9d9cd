package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.members.InvitationOperations.InvitationQuery;
import dev.tollgate.gateway.control.members.InvitationOperations.InvitationRef;
import dev.tollgate.gateway.control.members.InvitationOperations.NewInvitation;
import dev.tollgate.gateway.control.members.InvitationTable.Issue;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers create, list, resend and revoke of invitations to a workspace or a tenant. */
public final class Invitations {

    /** The right to add a member does not depend on the member's id. */
    private static final UUID NOBODY = new UUID(0, 0);

    private static final Refusal NOT_FOUND = new Refusal.ResourceNotFound("The invitation was not found here.");
    private static final Refusal OWNERS_ONLY =
            Refusal.ValidationFailed.of("role", "must be owner or left out: a tenant has owners only");

    private final Work work;
    private final NewestFirst pages;
    private final IdSource ids;
    private final InstantSource clock;
    private final InvitationSecrets secrets;

    public Invitations(PlatformContext context, InvitationSecrets secrets) {
        this.work = context.work();
        this.pages = new NewestFirst(context.work(), context.cursors());
        this.ids = context.ids();
        this.clock = context.clock();
        this.secrets = secrets;
    }

    public Future<Outcome<IssuedInvitation>> create(Call<NewInvitation> call) {
        var caller = call.caller();
        var wanted = call.input().role();
        boolean toTenant = caller.workspace() == null;
        if (toTenant && wanted != null && wanted != Member.Role.OWNER) {
            return Future.succeededFuture(Outcome.refused(OWNERS_ONLY));
        }
        var role = toTenant ? Member.Role.OWNER : wanted == null ? Member.Role.MEMBER : wanted;
        var secret = secrets.mint();
        var issue = new Issue(role, secrets.hash(secret), RowStamp.of(call, clock));
        var id = ids.next();
        return work.write(
                call,
                tx -> whenActive(
                        tx,
                        caller,
                        () -> allowed(
                                tx,
                                caller,
                                role,
                                () -> InvitationTable.insert(tx, caller, id, call.input(), issue)
                                        .map(made -> issued(made, secret, RecordChange.created(made))))));
    }

    public Future<Outcome<Page<Invitation>>> list(Call<InvitationQuery> call) {
        var caller = call.caller();
        var workspace = caller.workspace();
        List<@Nullable Object> filters = Arrays.asList(
                caller.tenantId().value(),
                workspace == null ? null : workspace.value(),
                call.input().email());
        var query = new NewestFirst.Query(
                InvitationTable.LIST,
                filters,
                call.input().limit(),
                call.input().cursor());
        return pages.page(call, query, row -> InvitationTable.of(row, clock.instant()));
    }

    public Future<Outcome<IssuedInvitation>> resend(Call<InvitationRef> call) {
        var caller = call.caller();
        var secret = secrets.mint();
        var touch = RowStamp.of(call, clock);
        Changing<IssuedInvitation> renewing = (tx, before) -> allowed(
                tx,
                caller,
                before.role(),
                () -> InvitationTable.renew(
                                tx, caller, before.id().value(), new Issue(before.role(), secrets.hash(secret), touch))
                        .map(after -> issued(after, secret, RecordChange.updated(before, after))));
        return work.write(call, tx -> whenActive(tx, caller, () -> changed(tx, call, renewing)));
    }

    /** Open in every state of the workspace. */
    public Future<Outcome<Invitation>> revoke(Call<InvitationRef> call) {
        Changing<Invitation> revoking =
                (tx, before) -> InvitationTable.settle(tx, before, false, RowStamp.of(call, clock))
                        .map(after -> Outcome.done(Change.updated(before, after)));
        return work.write(call, tx -> changed(tx, call, revoking));
    }

    @FunctionalInterface
    private interface Changing<A> {
        Future<Outcome<Change<A>>> change(Transaction tx, Invitation before);
    }

    private <A> Future<Outcome<Change<A>>> changed(Transaction tx, Call<InvitationRef> call, Changing<A> changing) {
        UUID id = call.input().id().value();
        return InvitationTable.lock(tx, call.caller(), id, null, clock.instant())
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Outcome.refusedFuture(NOT_FOUND);
                    }
                    var refusal = found.get().settled();
                    return refusal == null ? changing.change(tx, found.get()) : Outcome.refusedFuture(refusal);
                });
    }

    /**
     * Locks an active workspace before anything of it, as accepting does: two that lock in one order never deadlock.
     */
    private static <A> Future<Outcome<Change<A>>> whenActive(
            Transaction tx, Caller caller, Supplier<Future<Outcome<Change<A>>>> step) {
        return caller.workspace() == null
                ? step.get()
                : LockedWorkspace.of(tx, caller).compose(workspace -> workspace.whenActive(step));
    }

    /** Runs the step if the caller may give this role: as for members in a workspace, always on a tenant. */
    private static <A> Future<Outcome<Change<A>>> allowed(
            Transaction tx, Caller caller, Member.Role role, Supplier<Future<Outcome<Change<A>>>> step) {
        if (caller.workspace() == null) {
            return step.get();
        }
        return MemberChangeRights.of(tx, caller, NOBODY).compose(rights -> {
            var refusal = rights.refusal(null, role);
            return refusal == null ? step.get() : Outcome.refusedFuture(refusal);
        });
    }

    private Outcome<Change<IssuedInvitation>> issued(Invitation invitation, Token secret, RecordChange record) {
        return Outcome.done(Change.of(secrets.issued(invitation, secret), record));
    }
}
