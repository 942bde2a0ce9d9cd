package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.Versions;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.AccessChanges;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What API keys and MCP clients have in common, which is all but their names. */
final class Credentials<R extends Resource, I> {

    private final CredentialForm<R, I> form;
    private final CredentialTable table;
    private final Work work;
    private final NewestFirst pages;
    private final KnownModules known;
    private final Issuing issuing;

    Credentials(CredentialForm<R, I> form, Work work, NewestFirst pages, KnownModules known, Issuing issuing) {
        this.form = form;
        this.table = new CredentialTable(form.column());
        this.work = work;
        this.pages = pages;
        this.known = known;
        this.issuing = issuing;
    }

    Future<Outcome<I>> create(Call<?> call, String name, List<String> scopes) {
        var wanted = new Wanted(name, new ScopeList(scopes).sorted());
        var token = issuing.secrets().mint(form.kind());
        var id = issuing.ids().next();
        return work.write(
                call,
                tx -> LockedWorkspace.of(tx, call.caller())
                        .compose(workspace -> workspace.whenActive(() -> {
                            var faults = faults(scopes, workspace, List.of());
                            return faults.isEmpty()
                                    ? inserted(tx, call, id, wanted, token)
                                    : refused(new Refusal.ValidationFailed(faults));
                        })));
    }

    Future<Outcome<Page<R>>> list(Call<?> call, @Nullable Integer limit, @Nullable String cursor) {
        var filters = List.<@Nullable Object>of(call.caller().workspaceId().value(), form.column());
        var query = new NewestFirst.Query(CredentialTable.LIST, filters, limit, cursor);
        return pages.page(call, query, row -> form.record().apply(CredentialRow.of(row)));
    }

    Future<Outcome<R>> get(Call<?> call, UUID id) {
        var workspace = call.caller().workspaceId();
        return work.read(call, CredentialTable.GET, table.key(workspace, id))
                .map(rows -> CredentialTable.first(rows)
                        .map(form.record())
                        .map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(notFound())));
    }

    Future<Outcome<R>> update(Call<?> call, UUID id, Patch<String> name, Patch<List<String>> scopes) {
        return change(call, id, (tx, workspace, before) -> {
            var wanted = Wanted.over(before, name, scopes);
            var asked = scopes instanceof Patch.Set<List<String>>(List<String> set) ? set : wanted.scopes();
            var faults = faults(asked, workspace, before.scopes());
            if (!faults.isEmpty()) {
                return refused(new Refusal.ValidationFailed(faults));
            }
            return wanted.isSoIn(before) ? unchanged(before) : updated(tx, call, before, wanted);
        });
    }

    Future<Outcome<I>> rotate(Call<?> call, UUID id, @Nullable Integer overlapSeconds) {
        var token = issuing.secrets().mint(form.kind());
        var overlap = Duration.ofSeconds(overlapSeconds == null ? Secrets.OVERLAP_SECONDS : overlapSeconds);
        return change(call, id, (tx, workspace, before) -> rotated(tx, call, before, token, overlap));
    }

    /** Open in every state of the workspace; a second time changes nothing. */
    Future<Outcome<R>> revoke(Call<?> call, UUID id) {
        return work.write(
                call,
                tx -> table.locked(tx, call.caller().workspaceId(), id).compose(found -> {
                    if (found.isEmpty()) {
                        return refused(notFound());
                    }
                    var before = found.get();
                    return before.status() == CredentialStatus.REVOKED ? unchanged(before) : revoked(tx, call, before);
                }));
    }

    /** A change of a living credential in an active workspace. */
    @FunctionalInterface
    private interface Changing<A> {
        Future<Outcome<Change<A>>> change(Transaction tx, LockedWorkspace workspace, CredentialRow before);
    }

    private <A> Future<Outcome<A>> change(Call<?> call, UUID id, Changing<A> changing) {
        var at = call.caller().workspaceId();
        return work.write(call, tx -> {
            var row = table.locked(tx, at, id);
            return LockedWorkspace.of(tx, call.caller())
                    .compose(workspace -> row.compose(found -> {
                        if (found.isEmpty()) {
                            return refused(notFound());
                        }
                        return workspace.whenActive(
                                () -> living(call, found.get(), before -> changing.change(tx, workspace, before)));
                    }));
        });
    }

    private <A> Future<Outcome<Change<A>>> living(
            Call<?> call, CredentialRow before, Function<CredentialRow, Future<Outcome<Change<A>>>> changing) {
        if (before.status() == CredentialStatus.REVOKED) {
            return refused(new Refusal.Conflict("This " + form.noun() + " is revoked, which is final."));
        }
        var stale = Versions.conflict(call, form.record().apply(before));
        return stale.isPresent() ? refused(stale.get()) : changing.apply(before);
    }

    private Future<Outcome<Change<I>>> inserted(Transaction tx, Call<?> call, UUID id, Wanted wanted, Token token) {
        var at = call.caller().workspaceId();
        var touch = issuing.touch(call);
        var inserted = table.insert(tx, at, id, wanted, touch);
        var kept = issuing.secrets().keep(tx, at.value(), id, token, touch);
        return after(tx, at, id, inserted, kept)
                .map(after ->
                        Outcome.done(Change.of(form.issued().apply(after, token.text()), RecordChange.created(after))));
    }

    private Future<Outcome<Change<R>>> updated(Transaction tx, Call<?> call, CredentialRow before, Wanted wanted) {
        var updated = table.update(tx, before.workspaceId(), before.id(), wanted, issuing.touch(call));
        return after(tx, before.workspaceId(), before.id(), updated, told(tx, before))
                .map(after -> Outcome.done(Change.updated(form.record().apply(before), after)));
    }

    private Future<Outcome<Change<I>>> rotated(
            Transaction tx, Call<?> call, CredentialRow before, Token token, Duration overlap) {
        var touch = issuing.touch(call);
        var at = before.workspaceId();
        var updated = table.update(tx, at, before.id(), new Wanted(before.name(), before.scopes()), touch);
        var ended = issuing.secrets().end(tx, at.value(), before.id(), overlap, touch);
        var kept = issuing.secrets().keep(tx, at.value(), before.id(), token, touch);
        return after(tx, at, before.id(), updated, ended, kept, told(tx, before))
                .map(after -> Outcome.done(Change.of(
                        form.issued().apply(after, token.text()),
                        RecordChange.updated(form.record().apply(before), after))));
    }

    private Future<Outcome<Change<R>>> revoked(Transaction tx, Call<?> call, CredentialRow before) {
        var revoked = table.revoke(tx, before.workspaceId(), before.id(), issuing.touch(call));
        return after(tx, before.workspaceId(), before.id(), revoked, told(tx, before))
                .map(after -> Outcome.done(Change.updated(form.record().apply(before), after)));
    }

    private Future<Void> told(Transaction tx, CredentialRow row) {
        return AccessChanges.tell(tx, form.id().apply(row.id()));
    }

    /** The record after these statements, all written in one go. */
    private Future<R> after(Transaction tx, WorkspaceId at, UUID id, Future<?>... statements) {
        var row = table.row(tx, at, id);
        return Future.all(List.of(statements)).compose(_ -> row).map(form.record());
    }

    private Future<Outcome<Change<R>>> unchanged(CredentialRow row) {
        return Future.succeededFuture(
                Outcome.done(Change.unchanged(form.record().apply(row))));
    }

    private List<FieldError> faults(List<String> scopes, LockedWorkspace workspace, List<String> held) {
        return new ScopeList(scopes).faults(known.scopes(), known.keys(), workspace.modules(), held);
    }

    private Refusal notFound() {
        return new Refusal.ResourceNotFound("There is no such " + form.noun() + " in this workspace.");
    }

    private static <A> Future<Outcome<Change<A>>> refused(Refusal refusal) {
        return Future.succeededFuture(Outcome.refused(refusal));
    }
}
