package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.budgets.BudgetChanges;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.gateway.credential.CredentialKind;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes of one credential in the transaction of a call: the row, its secrets, and the notification of the caches.
 *
 * @param <K> the ids of the kind
 */
record CredentialChanges<K extends Id>(CredentialKind<K> kind, CredentialTable table, CredentialIssuer issuing) {

    Future<Outcome<Change<IssuedCredential<K>>>> inserted(
            Transaction tx, Call<?> call, UUID id, CredentialSpec spec, Token token) {
        var at = call.caller().workspaceId();
        var stamp = issuing.stamp(call);
        var inserted = table.insert(tx, at, id, spec, stamp);
        var kept = issuing.secrets().keep(tx, at.value(), id, token, stamp);
        var invalidated = invalidated(tx, id);
        return budgeted(tx, call, id, null, spec)
                .compose(_ -> after(tx, at, id, inserted, kept, invalidated))
                .map(after ->
                        Outcome.done(Change.of(IssuedCredential.of(after, token.text()), RecordChange.created(after))));
    }

    Future<Outcome<Change<ShownCredential<K>>>> updated(
            Transaction tx, Call<?> call, CredentialRow before, CredentialSpec spec) {
        var updated = table.update(tx, before.workspaceId(), before.id(), spec, issuing.stamp(call));
        var invalidated = invalidated(tx, before.id());
        return budgeted(tx, call, before.id(), before.spec().budget(), spec)
                .compose(_ -> after(tx, before.workspaceId(), before.id(), updated, invalidated))
                .map(after -> Outcome.done(Change.updated(shown(before), after)));
    }

    Future<Outcome<Change<IssuedCredential<K>>>> rotated(
            Transaction tx, Call<?> call, CredentialRow before, Token token, Duration overlap) {
        var stamp = issuing.stamp(call);
        var at = before.workspaceId();
        var updated = table.update(tx, at, before.id(), before.spec(), stamp);
        Future<?> released = before.status() == CredentialStatus.QUARANTINED
                ? table.released(tx, at, before.id())
                : Future.succeededFuture();
        var ended = issuing.secrets().end(tx, at.value(), before.id(), overlap, stamp);
        var kept = issuing.secrets().keep(tx, at.value(), before.id(), token, stamp);
        return after(tx, at, before.id(), updated, released, ended, kept, invalidated(tx, before.id()))
                .map(after -> Outcome.done(Change.of(
                        IssuedCredential.of(after, token.text()), RecordChange.updated(shown(before), after))));
    }

    Future<Outcome<Change<ShownCredential<K>>>> revoked(Transaction tx, Call<?> call, CredentialRow before) {
        var revoked = table.revoke(tx, before.workspaceId(), before.id(), issuing.stamp(call));
        return after(tx, before.workspaceId(), before.id(), revoked, invalidated(tx, before.id()))
                .map(after -> Outcome.done(Change.updated(shown(before), after)));
    }

    /** Sets the budget if it is another. */
    private Future<Void> budgeted(
            Transaction tx, Call<?> call, UUID id, @Nullable BudgetTerms before, CredentialSpec spec) {
        if (Objects.equals(before, spec.budget())) {
            return Future.succeededFuture();
        }
        var owner =
                BudgetChanges.owner(call, kind.budget(), id, kind.id().apply(id).text());
        return issuing.budgets().set(tx, owner, spec.budget());
    }

    private Future<Void> invalidated(Transaction tx, UUID id) {
        return AccessInvalidation.tell(tx, kind.id().apply(id));
    }

    /** The record after these statements, all written in one go. */
    private Future<ShownCredential<K>> after(Transaction tx, WorkspaceId workspace, UUID id, Future<?>... statements) {
        var row = table.row(tx, workspace, id);
        return Future.all(List.of(statements)).compose(_ -> row).map(this::shown);
    }

    Future<Outcome<Change<ShownCredential<K>>>> unchanged(CredentialRow row) {
        return Future.succeededFuture(Outcome.done(Change.unchanged(shown(row))));
    }

    ShownCredential<K> shown(CredentialRow row) {
        return ShownCredential.of(kind, row);
    }
}
