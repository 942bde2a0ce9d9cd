package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialPatch;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialQuery;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRotation;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.CredentialKind;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Answers the operations on one kind of credentials.
 *
 * @param <K> the ids of the kind
 */
public final class Credentials<K extends Id> {

    private final CredentialOperations<K> operations;
    private final CredentialKind<K> kind;
    private final CredentialTable table;
    private final Work work;
    private final NewestFirst pages;
    private final KnownModules known;
    private final CredentialIssuer issuing;
    private final CredentialChanges<K> changes;

    public Credentials(
            CredentialOperations<K> operations,
            Work work,
            NewestFirst pages,
            KnownModules known,
            CredentialIssuer issuing) {
        this.operations = operations;
        this.kind = operations.kind();
        this.table = new CredentialTable(kind.word());
        this.work = work;
        this.pages = pages;
        this.known = known;
        this.issuing = issuing;
        this.changes = new CredentialChanges<>(kind, table, issuing);
    }

    /** Serves every operation of the kind. */
    public void bind(OperationBus bus) {
        bus.serve(operations.create(), this::create);
        bus.serve(operations.list(), this::list);
        bus.serve(operations.get(), this::get);
        bus.serve(operations.update(), this::update);
        bus.serve(operations.rotate(), this::rotate);
        bus.serve(operations.revoke(), this::revoke);
    }

    private Future<Outcome<IssuedCredential<K>>> create(Call<NewCredential> call) {
        var input = call.input();
        var token = issuing.secrets().mint(kind.token());
        var id = issuing.ids().next();
        return issuing.budgets()
                .write(
                        work,
                        call,
                        input.budget() != null,
                        tx -> LockedWorkspace.of(tx, call.caller())
                                .compose(workspace -> workspace.whenActive(() -> {
                                    var faults = faults(
                                            call, input.scopes(), List.of(), CredentialLimits.of(input), workspace);
                                    return faults.isEmpty()
                                            ? changes.inserted(tx, call, id, CredentialSpec.of(input), token)
                                            : Outcome.refusedFuture(new Refusal.ValidationFailed(faults));
                                })))
                .compose(outcome -> input.budget() == null
                        ? Future.succeededFuture(outcome)
                        : issuing.budgets().published(call, id, outcome));
    }

    private Future<Outcome<Page<ShownCredential<K>>>> list(Call<CredentialQuery> call) {
        var filters = List.<@Nullable Object>of(call.caller().workspaceId().value(), kind.word());
        var query = new NewestFirst.Query(
                CredentialTable.LIST,
                filters,
                call.input().limit(),
                call.input().cursor());
        return pages.page(call, query, row -> changes.shown(CredentialRow.of(row)));
    }

    private Future<Outcome<ShownCredential<K>>> get(Call<CredentialRef<K>> call) {
        var workspace = call.caller().workspaceId();
        return work.read(
                        call,
                        CredentialTable.GET,
                        table.key(workspace, call.input().id().value()))
                .map(rows -> CredentialTable.first(rows)
                        .map(changes::shown)
                        .map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(notFound())));
    }

    private Future<Outcome<ShownCredential<K>>> update(Call<CredentialPatch<K>> call) {
        var patch = call.input();
        boolean setsBudget = !(patch.budget() instanceof Patch.Keep<BudgetTerms>);
        return change(call, patch.id(), setsBudget, (tx, workspace, before) -> {
                    var held = before.spec().scopes();
                    var scopes = Objects.requireNonNull(patch.scopes().over(held));
                    var faults = faults(call, scopes, held, CredentialLimits.of(patch), workspace);
                    if (!faults.isEmpty()) {
                        return Outcome.refusedFuture(new Refusal.ValidationFailed(faults));
                    }
                    var wanted = before.spec().over(patch);
                    return wanted.equals(before.spec())
                            ? changes.unchanged(before)
                            : changes.updated(tx, call, before, wanted);
                })
                .compose(outcome -> setsBudget
                        ? issuing.budgets().published(call, patch.id().value(), outcome)
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<IssuedCredential<K>>> rotate(Call<CredentialRotation<K>> call) {
        var token = issuing.secrets().mint(kind.token());
        var seconds = call.input().overlapSeconds();
        var overlap = Duration.ofSeconds(seconds == null ? Secrets.OVERLAP_SECONDS : seconds);
        return change(
                call,
                call.input().id(),
                false,
                (tx, workspace, before) -> before.status() == CredentialStatus.EXPIRED
                        ? Outcome.refusedFuture(new Refusal.Conflict(
                                "This " + kind.noun() + " has expired; a new secret needs a later expires_at first."))
                        : changes.rotated(
                                tx,
                                call,
                                before,
                                token,
                                before.status() == CredentialStatus.QUARANTINED ? Duration.ZERO : overlap));
    }

    /** Open in every state of the workspace; a second time changes nothing. */
    private Future<Outcome<ShownCredential<K>>> revoke(Call<CredentialRef<K>> call) {
        var id = call.input().id().value();
        return work.write(
                call,
                tx -> table.locked(tx, call.caller().workspaceId(), id).compose(found -> {
                    if (found.isEmpty()) {
                        return Outcome.refusedFuture(notFound());
                    }
                    var before = found.get();
                    return before.status() == CredentialStatus.REVOKED
                            ? changes.unchanged(before)
                            : changes.revoked(tx, call, before);
                }));
    }

    /** A change of a living credential in an active workspace. */
    @FunctionalInterface
    private interface Changing<A> {
        Future<Outcome<Change<A>>> change(Transaction tx, LockedWorkspace workspace, CredentialRow before);
    }

    private <A> Future<Outcome<A>> change(Call<?> call, K id, boolean setsBudget, Changing<A> changing) {
        var at = call.caller().workspaceId();
        return issuing.budgets().write(work, call, setsBudget, tx -> {
            var locked = LockedWorkspace.of(tx, call.caller());
            var row = table.locked(tx, at, id.value());
            return locked.compose(workspace -> row.compose(found -> {
                if (found.isEmpty()) {
                    return Outcome.refusedFuture(notFound());
                }
                return workspace.whenActive(
                        () -> living(call, found.get(), before -> changing.change(tx, workspace, before)));
            }));
        });
    }

    private <A> Future<Outcome<Change<A>>> living(
            Call<?> call, CredentialRow before, Function<CredentialRow, Future<Outcome<Change<A>>>> changing) {
        if (before.status() == CredentialStatus.REVOKED) {
            return Outcome.refusedFuture(new Refusal.Conflict("This " + kind.noun() + " is revoked, which is final."));
        }
        var stale = RowVersions.conflict(call, changes.shown(before));
        return stale.isPresent() ? Outcome.refusedFuture(stale.get()) : changing.apply(before);
    }

    private List<FieldError> faults(
            Call<?> call, List<String> scopes, List<String> held, CredentialLimits limits, LockedWorkspace workspace) {
        var faults =
                new ArrayList<>(new ScopeList(scopes).faults(known.scopes(), known.keys(), workspace.modules(), held));
        faults.addAll(limits.unknownToolsets(known.toolsets()));
        faults.addAll(limits.faults(issuing.stamp(call).time(), issuing.plans().named(workspace.plan())));
        return faults;
    }

    private Refusal notFound() {
        return new Refusal.ResourceNotFound("There is no such " + kind.noun() + " in this workspace.");
    }
}
