package dev.tollgate.gateway.control.grants;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.budgets.BudgetChanges;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.gateway.control.credentials.CredentialIssuer;
import dev.tollgate.gateway.control.credentials.ScopeList;
import dev.tollgate.gateway.control.grants.McpGrantOperations.McpGrantPatch;
import dev.tollgate.gateway.control.grants.McpGrantOperations.McpGrantQuery;
import dev.tollgate.gateway.control.grants.McpGrantOperations.McpGrantRef;
import dev.tollgate.gateway.control.grants.McpGrantOperations.NewMcpGrant;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.rows.NewestFirst;
import dev.tollgate.gateway.control.rows.RowVersions;
import dev.tollgate.gateway.control.rows.UniqueConstraint;
import dev.tollgate.gateway.control.workspaces.LockedWorkspace;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.money.budget.BudgetOwner;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answers the operations on MCP grants. Every change is announced under the workspace, so that it takes effect at once
 * for connected agents.
 */
public final class McpGrants {

    private static final UniqueConstraint ONCE = new UniqueConstraint(
            "mcp_grant_once",
            new Refusal.Conflict("This subject already has a grant in the workspace. Update it instead."));
    private static final Refusal NOT_FOUND = new Refusal.ResourceNotFound("The grant was not found in this workspace.");

    private final Work work;
    private final NewestFirst pages;
    private final KnownModules known;
    private final CredentialIssuer issuing;

    public McpGrants(Work work, NewestFirst pages, KnownModules known, CredentialIssuer issuing) {
        this.work = work;
        this.pages = pages;
        this.known = known;
        this.issuing = issuing;
    }

    public void bind(OperationBus bus) {
        bus.serve(McpGrantOperations.CREATE, this::create);
        bus.serve(McpGrantOperations.LIST, this::list);
        bus.serve(McpGrantOperations.GET, this::get);
        bus.serve(McpGrantOperations.UPDATE, this::update);
        bus.serve(McpGrantOperations.DELETE, this::delete);
    }

    private Future<Outcome<McpGrant>> create(Call<NewMcpGrant> call) {
        var id = issuing.ids().next();
        return issuing.budgets()
                .write(
                        work,
                        call,
                        call.input().budget() != null,
                        tx -> LockedWorkspace.of(tx, call.caller())
                                .compose(workspace -> workspace.whenActive(() -> {
                                    var scopes = new ScopeList(call.input().scopes());
                                    var unfit = unfit(scopes, workspace, List.of());
                                    return unfit.isPresent()
                                            ? Outcome.refusedFuture(unfit.get())
                                            : inserted(tx, call, id, scopes);
                                })))
                .recover(ONCE::refused)
                .compose(outcome -> call.input().budget() == null
                        ? Future.succeededFuture(outcome)
                        : issuing.budgets().published(call, id, outcome));
    }

    private Future<Outcome<Page<McpGrant>>> list(Call<McpGrantQuery> call) {
        var filter = call.input();
        var query = new NewestFirst.Query(
                McpGrantTable.LIST,
                Arrays.asList(call.caller().workspaceId().value(), filter.subject()),
                filter.limit(),
                filter.cursor());
        return pages.page(call, query, McpGrantTable::of);
    }

    private Future<Outcome<McpGrant>> get(Call<McpGrantRef> call) {
        var key = McpGrantTable.key(call.caller(), call.input().id().value());
        return work.read(call, McpGrantTable.GET, key)
                .map(rows -> McpGrantTable.first(rows).map(Outcome::done).orElseGet(() -> Outcome.refused(NOT_FOUND)));
    }

    private Future<Outcome<McpGrant>> update(Call<McpGrantPatch> call) {
        var id = call.input().id().value();
        boolean setsBudget = !(call.input().budget() instanceof Patch.Keep<BudgetTerms>);
        return issuing.budgets()
                .write(work, call, setsBudget, tx -> {
                    var locked = LockedWorkspace.of(tx, call.caller());
                    var row = McpGrantTable.locked(tx, call.caller(), id);
                    return locked.compose(workspace -> row.compose(found -> workspace.whenActive(() -> found.isEmpty()
                            ? Outcome.refusedFuture(NOT_FOUND)
                            : changed(tx, call, workspace, found.get()))));
                })
                .compose(outcome ->
                        setsBudget ? issuing.budgets().published(call, id, outcome) : Future.succeededFuture(outcome));
    }

    /** Open in every state of the workspace. */
    private Future<Outcome<McpGrant>> delete(Call<McpGrantRef> call) {
        var id = call.input().id().value();
        return issuing.budgets()
                .write(
                        work,
                        call,
                        true,
                        tx -> McpGrantTable.locked(tx, call.caller(), id).compose(found -> {
                            if (found.isEmpty()) {
                                return Outcome.refusedFuture(NOT_FOUND);
                            }
                            var told = AccessInvalidation.tell(tx, found.get().workspaceId());
                            return budgeted(tx, call, found.get(), null)
                                    .compose(_ -> McpGrantTable.delete(tx, McpGrantTable.key(call.caller(), id)))
                                    .compose(_ -> told)
                                    .map(Outcome.done(Change.deleted(found.get())));
                        }))
                .compose(outcome -> outcome instanceof Outcome.Done<McpGrant>(var grant) && grant.budget() != null
                        ? issuing.budgets().published(call, id, outcome)
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<Change<McpGrant>>> inserted(
            Transaction tx, Call<NewMcpGrant> call, UUID id, ScopeList scopes) {
        var key = McpGrantTable.key(call.caller(), id);
        return McpGrantTable.insert(tx, key, call.input().subject(), scopes.sorted(), issuing.stamp(call))
                .compose(grant -> budgeted(tx, call, grant, call.input().budget()))
                .compose(grant ->
                        AccessInvalidation.tell(tx, grant.workspaceId()).map(Outcome.done(Change.created(grant))));
    }

    /** The grant with this budget. */
    private Future<McpGrant> budgeted(Transaction tx, Call<?> call, McpGrant grant, @Nullable BudgetTerms terms) {
        var before = grant.budget();
        if (Objects.equals(before == null ? null : before.terms(), terms)) {
            return Future.succeededFuture(grant);
        }
        var id = grant.id().value();
        return McpGrantTable.spender(tx, grant)
                .compose(spender -> issuing.budgets()
                        .set(tx, BudgetChanges.owner(call, BudgetOwner.Kind.MCP_GRANT, id, spender), terms))
                .compose(_ -> McpGrantTable.row(tx, call.caller(), id));
    }

    private Future<Outcome<Change<McpGrant>>> changed(
            Transaction tx, Call<McpGrantPatch> call, LockedWorkspace workspace, McpGrant before) {
        var scopes = new ScopeList(Objects.requireNonNull(call.input().scopes().over(before.scopes())));
        var refusal = RowVersions.conflict(call, before).or(() -> unfit(scopes, workspace, before.scopes()));
        if (refusal.isPresent()) {
            return Outcome.refusedFuture(refusal.get());
        }
        var terms = call.input()
                .budget()
                .over(before.budget() == null ? null : before.budget().terms());
        if (scopes.sorted().equals(before.scopes())
                && Objects.equals(
                        before.budget() == null ? null : before.budget().terms(), terms)) {
            return Future.succeededFuture(Outcome.done(Change.unchanged(before)));
        }
        var key = McpGrantTable.key(call.caller(), before.id().value());
        return McpGrantTable.update(tx, key, scopes.sorted(), issuing.stamp(call))
                .compose(after -> call.input().budget() instanceof Patch.Keep<BudgetTerms>
                        ? Future.succeededFuture(after)
                        : budgeted(tx, call, after, terms))
                .compose(after -> AccessInvalidation.tell(tx, after.workspaceId())
                        .map(Outcome.done(Change.updated(before, after))));
    }

    private Optional<Refusal> unfit(ScopeList scopes, LockedWorkspace workspace, List<String> held) {
        var faults = scopes.faults(known.scopes(), known.keys(), workspace.modules(), held);
        return faults.isEmpty() ? Optional.empty() : Optional.of(new Refusal.ValidationFailed(faults));
    }
}
