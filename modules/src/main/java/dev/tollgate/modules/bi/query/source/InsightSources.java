package dev.tollgate.modules.bi.query.source;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.query.grammar.InsightSource;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import dev.tollgate.modules.tracked.DefinedEvents;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.records.ReportedRecords;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.table.RecordTable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the sources of queries, with their fields as they are now. One per event loop. */
public final class InsightSources {

    private final ReportedRecords records;
    private final EventStore store;
    private final EventGovernance governance;
    private final SavedQueries saved;

    public InsightSources(ReportedRecords records, EventStore store, EventGovernance governance, SavedQueries saved) {
        this.records = records;
        this.store = store;
        this.governance = governance;
        this.saved = saved;
    }

    /**
     * The source, unless there is none or the caller may not read it.
     *
     * @param fields that the query names: of all events only their definitions are read
     */
    public Future<Outcome<ResolvedSource>> find(Call<?> call, InsightSource source, Set<String> fields) {
        return switch (source) {
            case InsightSource.Events(var names) ->
                events(call, names, properties(fields)).map(Outcome::done);
            case InsightSource.Records(String name) -> Future.succeededFuture(records(call, name));
            case InsightSource.Dataset(String id) ->
                saved.rows(call, id).map(found -> found.map(kept -> rows(call, kept)));
        };
    }

    /** Names of records that the caller may read. */
    public List<String> readable(Call<?> call) {
        return records.names().stream()
                .filter(name -> SourceRights.refusal(call.caller(), SourceRights.module(name))
                        .isEmpty())
                .toList();
    }

    private Outcome<ResolvedSource> records(Call<?> call, String name) {
        var table = records.table(name);
        if (table.isEmpty()) {
            return Outcome.refused(Refusal.ValidationFailed.of(
                    "query.source.record", QueryFaults.withNearest(name, records.names(), "is no kind of records")));
        }
        var refusal = SourceRights.refusal(call.caller(), SourceRights.module(name));
        return refusal.isPresent() ? Outcome.refused(refusal.get()) : Outcome.done(records(call, name, table.get()));
    }

    private static ResolvedSource records(Call<?> call, String name, RecordTable<?> table) {
        return new ResolvedSource.Records(
                SourceFields.of(name, table.reports().fields(), "created_at", table.reports()::id),
                table.reports().columns(call),
                call.caller().zone());
    }

    private static ResolvedSource rows(Call<?> call, DatasetRows kept) {
        var time = kept.columns().stream()
                .filter(column -> column.type() == FieldType.TIME)
                .map(ReportField::name)
                .findFirst()
                .orElse(null);
        return new ResolvedSource.Rows(
                SourceFields.of(kept.name(), kept.columns(), time, (_, _) -> null),
                new RowColumns(call.caller().workspaceId(), kept.run(), kept.columns()),
                call.caller().zone(),
                kept.run(),
                kept.computedAt());
    }

    private static Set<String> properties(Set<String> fields) {
        return fields.stream()
                .filter(field -> field.startsWith(SourceFields.PROPERTIES))
                .map(field -> field.substring(SourceFields.PROPERTIES.length()))
                .collect(Collectors.toSet());
    }

    /** Events of these names, with all of their fields. */
    public Future<ResolvedSource.Events> events(Call<?> call, List<String> names) {
        return events(call, names, Set.of());
    }

    /** Events of these names; all of the workspace if there are none, and then only these of their properties. */
    private Future<ResolvedSource.Events> events(Call<?> call, List<String> names, Set<String> properties) {
        var wanted = Set.copyOf(names);
        return Future.all(
                        store.names(call, wanted),
                        governance.definitions(call, wanted, properties),
                        governance.hashes(call))
                .map(all -> events(
                        call,
                        names,
                        all.<Map<String, EventName>>resultAt(0),
                        all.resultAt(1),
                        FieldHashes.of(all.resultAt(2))));
    }

    private static ResolvedSource.Events events(
            Call<?> call,
            List<String> names,
            Map<String, EventName> stored,
            DefinedEvents defined,
            FieldHashes hashes) {
        var numbers = stored.values().stream().collect(Collectors.toMap(EventName::name, EventName::no));
        return new ResolvedSource.Events(
                names,
                EventFields.of(names, defined),
                new EventColumns(call.caller().workspaceId(), numbers, names.isEmpty()),
                hashes,
                call.caller().zone(),
                stored,
                defined);
    }
}
