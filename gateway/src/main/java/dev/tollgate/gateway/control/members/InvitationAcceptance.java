package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.members.InvitationOperations.Acceptance;
import dev.tollgate.gateway.control.members.MemberOperations.NewMember;
import dev.tollgate.gateway.control.members.TenantOwnerOperations.NewTenantOwner;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets somebody in who accepts an invitation. The caller has no place yet: the secret, or the address that the identity
 * provider has verified, finds the invitation, and everything else happens and is audited where it leads.
 */
public final class InvitationAcceptance {

    private static final String PLACE =
            "SELECT invitation_id, tenant_id, workspace_id FROM control.invitation_place($1, $2, $3)";

    private static final Refusal ONE_OF_BOTH =
            Refusal.ValidationFailed.of("secret", "give either secret or invitation_id");
    private static final Refusal UNKNOWN = new Refusal.ResourceNotFound(
            "No invitation has this secret, or it was replaced by a newer link. Ask for another one.");
    private static final Refusal NOT_YOURS = new Refusal.ResourceNotFound(
            "There is no such invitation for an email address that your identity provider has verified. Use the link.");
    private static final Refusal NOT_UPHELD = new Refusal.Conflict(
            "The person who invited you can no longer give this role. Ask somebody else for an invitation.");

    /** An invitation, and the call with the workspace or tenant it leads to. */
    private record Place(UUID invitation, Call<Acceptance> call) {}

    private final Database database;
    private final Work work;
    private final IdSource ids;
    private final InstantSource clock;
    private final InvitationSecrets secrets;

    public InvitationAcceptance(PlatformContext workshop, InvitationSecrets secrets) {
        this.database = workshop.database();
        this.work = workshop.work();
        this.ids = workshop.ids();
        this.clock = workshop.clock();
        this.secrets = secrets;
    }

    /** A repeated call with its key is answered as before; any other finds the invitation spent. */
    public Future<Outcome<Invitation>> accept(Call<Acceptance> call) {
        var input = call.input();
        if ((input.secret() == null) == (input.invitationId() == null)) {
            return Future.succeededFuture(Outcome.refused(ONE_OF_BOTH));
        }
        return place(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Outcome.refused(input.secret() == null ? NOT_YOURS : UNKNOWN));
            }
            var place = found.get();
            return work.<Invitation>replay(place.call())
                    .compose(earlier -> earlier.isPresent() ? Future.succeededFuture(earlier.get()) : accepted(place));
        });
    }

    private Future<Optional<Place>> place(Call<Acceptance> call) {
        var secret = call.input().secret();
        var id = call.input().invitationId();
        var hashes = secret == null ? new Buffer[0] : secrets.hashes(secret);
        var key = Tuple.tuple()
                .addArrayOfBuffer(hashes)
                .addUUID(id == null ? null : id.value())
                .addString(call.caller().verifiedEmail());
        return database.read(RowSecurityContext.NONE, PLACE, key)
                .map(rows -> rows.stream().findFirst().map(row -> {
                    var workspace = row.getUUID("workspace_id");
                    var there = call.on(
                            new TenantId(row.getUUID("tenant_id")),
                            workspace == null ? null : new WorkspaceId(workspace));
                    return new Place(row.getUUID("invitation_id"), there);
                }));
    }

    private Future<Outcome<Invitation>> accepted(Place place) {
        var call = place.call();
        return work.<Invitation>write(
                        call,
                        tx -> call.caller().workspace() == null
                                ? accepted(tx, place)
                                : LockedWorkspace.inTurn(tx, call.caller())
                                        .compose(workspace -> workspace.whenActive(() -> accepted(tx, place))))
                .recover(Members.ONCE::refused)
                .recover(TenantOwners.ONCE::refused);
    }

    private Future<Outcome<Change<Invitation>>> accepted(Transaction tx, Place place) {
        var caller = place.call().caller();
        return InvitationTable.lock(tx, caller, place.invitation(), clock.instant())
                .compose(found -> {
                    var before = found.orElseThrow();
                    var closed = before.closed();
                    return closed == null
                            ? InvitationTable.upheld(tx, before)
                                    .compose(upheld -> upheld ? entered(tx, place.call(), before) : refused(NOT_UPHELD))
                            : refused(closed);
                });
    }

    private Future<Outcome<Change<Invitation>>> entered(Transaction tx, Call<Acceptance> call, Invitation before) {
        var touch = RowStamp.of(call, clock);
        return InvitationTable.settle(tx, before, true, touch)
                .compose(after -> newcomer(tx, call.caller(), before, touch)
                        .compose(newcomer -> AccessInvalidation.tell(
                                        tx, newcomer.latest().id())
                                .map(newcomer))
                        .map(newcomer -> Outcome.done(
                                new Change<>(after, List.of(RecordChange.updated(before, after), newcomer)))));
    }

    private Future<RecordChange> newcomer(Transaction tx, Caller caller, Invitation invitation, RowStamp touch) {
        var subject = caller.actor().id();
        var email = Objects.requireNonNullElse(caller.verifiedEmail(), invitation.email());
        var id = ids.next();
        if (invitation.workspaceId() == null) {
            var owner = new NewTenantOwner(subject, email);
            return TenantOwners.insert(tx, Tuple.of(invitation.tenantId().value(), id), owner, touch, true)
                    .map(made -> created("tenant_owner", made));
        }
        var member = new NewMember(subject, email, invitation.role());
        return MemberTable.insert(tx, MemberTable.key(caller, id), member, touch, true)
                .map(made -> created("member", made));
    }

    private static RecordChange created(String resource, Resource record) {
        return new RecordChange(resource, null, null, record);
    }

    private static Future<Outcome<Change<Invitation>>> refused(Refusal refusal) {
        return Future.succeededFuture(Outcome.refused(refusal));
    }
}
