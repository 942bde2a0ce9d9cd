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
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code accept_invitation}. The caller may have no membership: the secret, or the address that the identity
 * provider has verified, finds the invitation; everything else is done and audited in its workspace or tenant.
 */
public final class InvitationAcceptance {

    private static final String TARGET =
            "SELECT invitation_id, tenant_id, workspace_id FROM control.invitation_target($1, $2, $3)";

    private static final Refusal ONE_OF_BOTH =
            Refusal.ValidationFailed.of("secret", "give either secret or invitation_id");
    private static final Refusal UNKNOWN = new Refusal.ResourceNotFound(
            "No invitation has this secret, or it was replaced by a newer link. Ask for another one.");
    private static final Refusal NOT_YOURS = new Refusal.ResourceNotFound(
            "There is no such invitation for an email address that your identity provider has verified. Use the link.");
    private static final Refusal NOT_UPHELD = new Refusal.Conflict(
            "The person who invited you can no longer give this role. Ask somebody else for an invitation.");

    /**
     * An invitation, and the call on its workspace or tenant.
     *
     * @param hashes of the secret that was given; null without a secret
     */
    private record Target(UUID invitation, @Nullable List<Buffer> hashes, Call<Acceptance> call) {}

    private final Database database;
    private final Work work;
    private final IdSource ids;
    private final InstantSource clock;
    private final InvitationSecrets secrets;

    public InvitationAcceptance(PlatformContext context, InvitationSecrets secrets) {
        this.database = context.database();
        this.work = context.work();
        this.ids = context.ids();
        this.clock = context.clock();
        this.secrets = secrets;
    }

    /** A repeated call with its key is answered as before; any other finds the invitation spent. */
    public Future<Outcome<Invitation>> accept(Call<Acceptance> call) {
        var input = call.input();
        if ((input.secret() == null) == (input.invitationId() == null)) {
            return Future.succeededFuture(Outcome.refused(ONE_OF_BOTH));
        }
        return target(call).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Outcome.refused(input.secret() == null ? NOT_YOURS : UNKNOWN));
            }
            var target = found.get();
            return work.<Invitation>replay(target.call())
                    .compose(earlier -> earlier.isPresent() ? Future.succeededFuture(earlier.get()) : accepted(target));
        });
    }

    private Future<Optional<Target>> target(Call<Acceptance> call) {
        var secret = call.input().secret();
        var id = call.input().invitationId();
        var hashes = secret == null ? new Buffer[0] : secrets.hashes(secret);
        var key = Tuple.tuple()
                .addArrayOfBuffer(hashes)
                .addUUID(id == null ? null : id.value())
                .addString(call.caller().verifiedEmail());
        return database.read(RowSecurityContext.NONE, TARGET, key)
                .map(rows -> rows.stream().findFirst().map(row -> {
                    var workspace = row.getUUID("workspace_id");
                    var there = call.on(
                            new TenantId(row.getUUID("tenant_id")),
                            workspace == null ? null : new WorkspaceId(workspace));
                    return new Target(row.getUUID("invitation_id"), secret == null ? null : List.of(hashes), there);
                }));
    }

    private Future<Outcome<Invitation>> accepted(Target target) {
        var call = target.call();
        return work.<Invitation>write(
                        call,
                        tx -> call.caller().workspace() == null
                                ? accepted(tx, target)
                                : LockedWorkspace.inTurn(tx, call.caller())
                                        .compose(workspace -> workspace.whenActive(() -> accepted(tx, target))))
                .recover(Members.ONCE::refused)
                .recover(TenantOwners.ONCE::refused);
    }

    private Future<Outcome<Change<Invitation>>> accepted(Transaction tx, Target target) {
        var caller = target.call().caller();
        return InvitationTable.lock(tx, caller, target.invitation(), target.hashes(), clock.instant())
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Outcome.refusedFuture(UNKNOWN);
                    }
                    var before = found.get();
                    var closed = before.closed();
                    return closed == null
                            ? InvitationTable.upheld(tx, before)
                                    .compose(upheld -> upheld
                                            ? entered(tx, target.call(), before)
                                            : Outcome.refusedFuture(NOT_UPHELD))
                            : Outcome.refusedFuture(closed);
                });
    }

    private Future<Outcome<Change<Invitation>>> entered(Transaction tx, Call<Acceptance> call, Invitation before) {
        var touch = RowStamp.of(call, clock);
        var others = InvitationTable.revokeOthers(
                tx, call.caller(), before.email(), before.id().value(), touch);
        return InvitationTable.settle(tx, before, true, touch)
                .compose(after -> others.map(after))
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
}
