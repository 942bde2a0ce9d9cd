package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.event.EventName;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.ReportedRecords;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.table.RecordTable;
import io.vertx.core.Future;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the sources of queries, with their fields as they are now. One per event loop. */
final class InsightSources {

    private final ReportedRecords records;
    private final EventStore store;
    private final EventGovernance governance;
    private final SavedQueries saved;

    InsightSources(ReportedRecords records, EventStore store, EventGovernance governance, SavedQueries saved) {
        this.records = records;
        this.store = store;
        this.governance = governance;
        this.saved = saved;
    }

    Future<Outcome<ResolvedSource>> find(Call<?> call, InsightSource source) {
        return switch (source) {
            case InsightSource.Events events -> events(call, events.names()).map(Outcome::done);
            case InsightSource.Records(String name) -> Future.succeededFuture(records(call, name));
            case InsightSource.Dataset dataset ->
                saved.rows(call, dataset.id()).map(found -> found.map(kept -> rows(call, dataset, kept)));
        };
    }

    /** Names of records that the caller may read. */
    List<String> readable(Call<?> call) {
        return records.names().stream()
                .filter(name -> SourceRights.refusal(call.caller(), SourceRights.module(name))
                        .isEmpty())
                .toList();
    }

    private Outcome<ResolvedSource> records(Call<?> call, String name) {
        var table = records.table(name);
        if (table.isEmpty()) {
            return Outcome.refused(Refusal.ValidationFailed.of(
                    "query.source.record", QueryNode.unknown(name, records.names(), "is no kind of records")));
        }
        var refusal = SourceRights.refusal(call.caller(), SourceRights.module(name));
        return refusal.isPresent() ? Outcome.refused(refusal.get()) : Outcome.done(records(call, name, table.get()));
    }

    private static ResolvedSource records(Call<?> call, String name, RecordTable<?> table) {
        return new ResolvedSource(
                new InsightSource.Records(name),
                SourceFields.of(name, table.reports().fields(), "created_at", table.reports()::id),
                table.reports().columns(call),
                FieldHashes.NONE,
                call.caller().zone(),
                Map.of(),
                "",
                Set.of(),
                null,
                null);
    }

    private static ResolvedSource rows(Call<?> call, InsightSource.Dataset source, DatasetRows kept) {
        var time = kept.columns().stream()
                .filter(column -> column.type() == FieldType.TIME)
                .map(ReportField::name)
                .findFirst()
                .orElse(null);
        return new ResolvedSource(
                source,
                SourceFields.of(kept.name(), kept.columns(), time, (_, _) -> null),
                new RowColumns(call.caller().workspaceId(), kept.run(), kept.columns()),
                FieldHashes.NONE,
                call.caller().zone(),
                Map.of(),
                kept.run().toString(),
                Set.of(),
                null,
                kept.computedAt());
    }

    /** Events of these names; all of the workspace if there are none. */
    Future<ResolvedSource> events(Call<?> call, List<String> names) {
        var wanted = Set.copyOf(names);
        return Future.all(store.names(call, wanted), governance.definitions(call, wanted), governance.hashes(call))
                .map(all -> events(
                        call,
                        names,
                        all.<Map<String, EventName>>resultAt(0),
                        all.resultAt(1),
                        FieldHashes.of(all.resultAt(2))));
    }

    private static ResolvedSource events(
            Call<?> call,
            List<String> names,
            Map<String, EventName> stored,
            Map<String, DefinedEvent> defined,
            FieldHashes hashes) {
        var fields = fields(names, defined);
        boolean open = names.isEmpty() || !defined.keySet().containsAll(names);
        Map<String, String> units = new HashMap<>();
        Set<String> rehashing = new HashSet<>();
        defined.values().forEach(event -> {
            event.units().forEach((property, unit) -> units.put(SourceFields.PROPERTIES + property, unit));
            event.rehashing().forEach(property -> rehashing.add(SourceFields.PROPERTIES + property));
        });
        return new ResolvedSource(
                new InsightSource.Events(names),
                open ? fields.withAnyProperty() : fields,
                new EventColumns(call.caller().workspaceId(), numbers(stored, EventName::no), names.isEmpty()),
                hashes,
                zone(call, defined),
                units,
                revisions(defined),
                rehashing,
                stored,
                null);
    }

    private static Map<String, Integer> numbers(Map<String, EventName> stored, ToIntFunction<EventName> no) {
        return stored.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> no.applyAsInt(entry.getValue())));
    }

    /** The zone of the plan, if all events have one. */
    private static ZoneId zone(Call<?> call, Map<String, DefinedEvent> defined) {
        var zones = defined.values().stream().map(DefinedEvent::zone).distinct().toList();
        return zones.size() == 1 ? zones.getFirst() : call.caller().zone();
    }

    private static String revisions(Map<String, DefinedEvent> defined) {
        return new TreeMap<>(defined)
                .values().stream()
                        .map(event -> event.name() + '@' + event.revision() + event.rehashing())
                        .collect(Collectors.joining(","));
    }

    private static SourceFields fields(List<String> names, Map<String, DefinedEvent> defined) {
        var fields = new ArrayList<ReportField>();
        fields.add(new ReportField(EventColumns.NAME, FieldType.TEXT));
        fields.add(new ReportField(EventColumns.ACTOR, FieldType.TEXT, null, SourceFields.PII));
        fields.add(new ReportField(EventColumns.OCCURRED_AT, FieldType.TIME));
        var properties = new TreeMap<String, ReportField>();
        for (var event : defined.values()) {
            event.types()
                    .forEach((name, type) -> properties.merge(
                            SourceFields.PROPERTIES + name, property(event, name, type), InsightSources::both));
        }
        fields.addAll(properties.values());
        return SourceFields.of(
                names.size() == 1 ? names.getFirst() : "these events",
                fields,
                EventColumns.OCCURRED_AT,
                (_, _) -> null);
    }

    private static ReportField property(DefinedEvent event, String name, String type) {
        var typed = switch (type) {
            case "string" -> FieldType.TEXT;
            case "integer", "number" -> FieldType.NUMBER;
            case "boolean" -> FieldType.BOOLEAN;
            default -> FieldType.ANY;
        };
        return new ReportField(SourceFields.PROPERTIES + name, typed, null, restriction(event.classOf(name)));
    }

    private static @Nullable String restriction(PropertyClass of) {
        return switch (of) {
            case NONE -> null;
            case PII, SENSITIVE -> of.name().toLowerCase(Locale.ROOT);
        };
    }

    /** A property of two events: of both types, and as restricted as the stricter one. */
    private static ReportField both(ReportField one, ReportField other) {
        var restriction = SourceFields.SENSITIVE.equals(other.restriction()) || one.restriction() == null
                ? other.restriction()
                : one.restriction();
        var type = one.type() == other.type() ? one.type() : FieldType.ANY;
        return new ReportField(one.name(), type, null, restriction);
    }
}
