package dev.tollgate.gateway.control.members;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.members.MemberOperations.MemberPatch;
import dev.tollgate.gateway.control.members.MemberOperations.MemberQuery;
import dev.tollgate.gateway.control.members.MemberOperations.MemberRef;
import dev.tollgate.gateway.control.members.MemberOperations.NewMember;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.rows.UniqueConstraint;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/** Answers the operations on members of a workspace. Every change is announced, so that it takes effect at once. */
public final class Members {

    static final UniqueConstraint ONCE = new UniqueConstraint(
            "member_once", new Refusal.Conflict("This subject is already a member of the workspace."));
    private static final Refusal NOT_FOUND =
            new Refusal.ResourceNotFound("The member was not found in this workspace.");

    private final Work work;
    private final NewestFirst pages;
    private final IdSource ids;
    private final InstantSource clock;

    public Members(Work work, NewestFirst pages, IdSource ids, InstantSource clock) {
        this.work = work;
        this.pages = pages;
        this.ids = ids;
        this.clock = clock;
    }

    public Future<Outcome<Member>> create(Call<NewMember> call) {
        var wanted = call.input();
        var id = ids.next();
        return work.write(
                        call,
                        tx -> LockedWorkspace.inTurn(tx, call.caller())
                                .compose(workspace ->
                                        workspace.whenActive(() -> MemberChangeRights.of(tx, call.caller(), id)
                                                .compose(rights -> {
                                                    var refusal = rights.refusal(null, wanted.role());
                                                    return refusal == null
                                                            ? inserted(tx, call, id)
                                                            : Outcome.refusedFuture(refusal);
                                                }))))
                .recover(ONCE::refused);
    }

    public Future<Outcome<Page<Member>>> list(Call<MemberQuery> call) {
        var filter = call.input();
        var query = new NewestFirst.Query(
                MemberTable.LIST,
                Arrays.asList(call.caller().workspaceId().value(), filter.subject()),
                filter.limit(),
                filter.cursor());
        return pages.page(call, query, MemberTable::of);
    }

    public Future<Outcome<Member>> get(Call<MemberRef> call) {
        var key = MemberTable.key(call.caller(), call.input().id().value());
        return work.read(call, MemberTable.GET, key)
                .map(rows -> MemberTable.first(rows).map(Outcome::done).orElseGet(() -> Outcome.refused(NOT_FOUND)));
    }

    public Future<Outcome<Member>> update(Call<MemberPatch> call) {
        var wanted = call.input();
        return work.write(
                call,
                tx -> LockedWorkspace.inTurn(tx, call.caller())
                        .compose(workspace -> workspace.whenActive(() ->
                                member(tx, call, wanted.id().value(), before -> {
                                    var role = Objects.requireNonNull(
                                            wanted.role().over(before.member().role()));
                                    return changed(tx, call, before, role);
                                }))));
    }

    /** Open in every state of the workspace. */
    public Future<Outcome<Member>> delete(Call<MemberRef> call) {
        return work.write(
                call,
                tx -> LockedWorkspace.inTurn(tx, call.caller())
                        .compose(_ -> member(tx, call, call.input().id().value(), before -> {
                            var refusal =
                                    before.rights().refusal(before.member().role(), null);
                            return refusal == null
                                    ? deleted(tx, call, before.member())
                                    : Outcome.refusedFuture(refusal);
                        })));
    }

    /** A member as they are, and what decides about their change. */
    private record Before(Member member, MemberChangeRights rights) {}

    @FunctionalInterface
    private interface Changing {
        Future<Outcome<Change<Member>>> change(Before before);
    }

    private static Future<Outcome<Change<Member>>> member(Transaction tx, Call<?> call, UUID id, Changing changing) {
        var row = MemberTable.row(tx, call.caller(), id);
        return MemberChangeRights.of(tx, call.caller(), id)
                .compose(rights -> row.compose(found -> found.isPresent()
                        ? changing.change(new Before(found.get(), rights))
                        : Outcome.refusedFuture(NOT_FOUND)));
    }

    private Future<Outcome<Change<Member>>> inserted(Transaction tx, Call<NewMember> call, UUID id) {
        var key = MemberTable.key(call.caller(), id);
        return MemberTable.insert(tx, key, call.input(), RowStamp.of(call, clock), false)
                .compose(member -> AccessInvalidation.tell(tx, member.id()).map(Outcome.done(Change.created(member))));
    }

    private Future<Outcome<Change<Member>>> changed(
            Transaction tx, Call<MemberPatch> call, Before before, Member.Role role) {
        var member = before.member();
        var stale = RowVersions.conflict(call, member);
        if (stale.isPresent()) {
            return Outcome.refusedFuture(stale.get());
        }
        var refusal = before.rights().refusal(member.role(), role);
        if (refusal != null) {
            return Outcome.refusedFuture(refusal);
        }
        var email = call.input().email().over(member.email());
        if (role == member.role() && Objects.equals(email, member.email())) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(member)));
        }
        var key = MemberTable.key(call.caller(), member.id().value());
        return MemberTable.update(tx, key, email, role, RowStamp.of(call, clock))
                .compose(after ->
                        AccessInvalidation.tell(tx, after.id()).map(Outcome.done(Change.updated(member, after))));
    }

    private Future<Outcome<Change<Member>>> deleted(Transaction tx, Call<?> call, Member member) {
        return MemberTable.delete(tx, MemberTable.key(call.caller(), member.id().value()))
                .compose(_ ->
                        InvitationTable.revokeOthers(tx, call.caller(), member.email(), null, RowStamp.of(call, clock)))
                .compose(_ -> AccessInvalidation.tell(tx, member.id()))
                .map(Outcome.done(Change.deleted(member)));
    }
}
