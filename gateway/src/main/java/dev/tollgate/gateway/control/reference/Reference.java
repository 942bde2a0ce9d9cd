package dev.tollgate.gateway.control.reference;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.modules.KnownModules;
import dev.tollgate.gateway.control.reference.ReferenceOperations.OperationQuery;
import dev.tollgate.gateway.control.reference.ReferenceOperations.OperationRef;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Answers the operations on operations and scopes, from the declarations. */
public final class Reference {

    private final NavigableMap<String, OperationShown> operations = new TreeMap<>();
    private final List<ScopeShown> scopes;
    private final Cursors cursors;

    public Reference(Collection<? extends ProductModule> modules, KnownModules known, Cursors cursors) {
        for (var module : modules) {
            for (var operation : module.operations()) {
                operations.put(operation.name(), OperationShown.of(module, operation));
            }
        }
        this.scopes = new TreeSet<>(known.scopes()).stream().map(this::scope).toList();
        this.cursors = cursors;
    }

    public void bind(OperationBus bus) {
        bus.serve(ReferenceOperations.LIST_SCOPES, this::listScopes);
        bus.serve(ReferenceOperations.LIST_OPERATIONS, call -> Future.succeededFuture(listOperations(call)));
        bus.serve(ReferenceOperations.GET_OPERATION, call -> Future.succeededFuture(getOperation(call)));
    }

    private ScopeShown scope(String scope) {
        return new ScopeShown(
                scope,
                scope.substring(0, scope.indexOf(':')),
                operations.values().stream()
                        .filter(operation -> scope.equals(operation.scope()))
                        .map(OperationShown::name)
                        .toList());
    }

    private Future<Outcome<Page<ScopeShown>>> listScopes(Call<NoInput> call) {
        return Future.succeededFuture(Outcome.done(new Page<>(scopes, null)));
    }

    private Outcome<OperationShown> getOperation(Call<OperationRef> call) {
        var name = call.input().name();
        var found = operations.get(name);
        return found == null
                ? Outcome.refused(new Refusal.ResourceNotFound(
                        "There is no such operation." + NearestWord.question(name, operations.keySet())))
                : Outcome.done(found);
    }

    private Outcome<Page<OperationShown>> listOperations(Call<OperationQuery> call) {
        var query = call.input();
        var filters = query.module() + " " + query.scope();
        var after = "";
        if (query.cursor() != null) {
            var position = cursors.position(call, filters, query.cursor());
            if (position.isEmpty()) {
                return Outcome.refused(Cursors.REFUSAL);
            }
            after = new String(position.get(), StandardCharsets.US_ASCII);
        }
        int limit = PageSize.of(query.limit());
        var found = operations.tailMap(after, false).values().stream()
                .filter(operation -> query.module() == null || query.module().equals(operation.module()))
                .filter(operation -> query.scope() == null || query.scope().equals(operation.scope()))
                .limit(limit + 1L)
                .toList();
        if (found.size() <= limit) {
            return Outcome.done(new Page<>(found, null));
        }
        var shown = found.subList(0, limit);
        var last = shown.getLast().name().getBytes(StandardCharsets.US_ASCII);
        return Outcome.done(new Page<>(shown, cursors.at(call, filters, last)));
    }
}
