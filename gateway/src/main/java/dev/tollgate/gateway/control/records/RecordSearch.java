package dev.tollgate.gateway.control.records;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.records.RecordSearchOperations.RecordQuery;
import dev.tollgate.records.resource.Tables;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Answers the search over the records of all modules, on one event loop. */
public final class RecordSearch {

    private final RecordKinds kinds;
    private final Tables tables;
    private final PageAllowance allowance;

    public RecordSearch(Collection<? extends ProductModule> modules, Tables tables, PageAllowance allowance) {
        this.kinds = new RecordKinds(modules);
        this.tables = tables;
        this.allowance = allowance;
    }

    public void bind(OperationBus bus) {
        bus.serve(RecordSearchOperations.SEARCH, this::search);
    }

    private Future<Outcome<Page<FoundRecord>>> search(Call<RecordQuery> call) {
        var query = call.input().query();
        var text = query == null ? "" : query.strip();
        var reader = call.with(readScopes(call));
        var ofId = kinds.ofId(text);
        if (ofId.isPresent()) {
            var kind = ofId.get();
            return allowed(reader, kind, () -> byId(reader, kind, text));
        }
        return kinds.named(call.input()).then(kind -> allowed(reader, kind, () -> page(reader, kind, text)));
    }

    /** Every role that may search reads all modules that are on. */
    private static Set<Scope> readScopes(Call<?> call) {
        return call.caller().modules().stream()
                .map(module -> new Scope(module + ":read"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Future<Outcome<Page<FoundRecord>>> allowed(
            Call<?> call, RecordKind<?> kind, Supplier<Future<Outcome<Page<FoundRecord>>>> read) {
        if (!call.caller().modules().contains(kind.module())) {
            return Future.succeededFuture(Outcome.refused(new Refusal.ModuleNotEnabled(kind.module())));
        }
        return allowance
                .take(call.caller().actor())
                .compose(refusal ->
                        refusal.isPresent() ? Future.succeededFuture(Outcome.refused(refusal.get())) : read.get());
    }

    private <R extends SyncedRecord> Future<Outcome<Page<FoundRecord>>> page(
            Call<RecordQuery> call, RecordKind<R> kind, String words) {
        var query = call.input();
        return tables.table(kind.table())
                .find(call, words.isEmpty() ? null : words, query.limit(), query.cursor())
                .map(found -> found.map(page ->
                        new Page<>(page.items().stream().map(kind::shown).toList(), page.nextCursor())));
    }

    /** One record, or none. */
    private <R extends SyncedRecord> Future<Outcome<Page<FoundRecord>>> byId(
            Call<RecordQuery> call, RecordKind<R> kind, String text) {
        return tables.table(kind.table())
                .get(call, kind.id(text).orElseThrow())
                .map(found -> found instanceof Outcome.Refused<R>(Refusal.ResourceNotFound _)
                        ? Outcome.done(new Page<>(List.of(), null))
                        : found.map(record -> new Page<>(List.of(kind.shown(record)), null)));
    }
}
