package dev.tollgate.modules.bi.query.trend;

import dev.tollgate.modules.bi.cell.CellQuery;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.query.source.EventColumns;
import dev.tollgate.modules.bi.query.source.ResolvedSource;
import dev.tollgate.modules.bi.query.source.SourceFields;
import dev.tollgate.records.report.FieldValue;
import dev.tollgate.records.report.Report;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import dev.tollgate.records.report.Report.Measure;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A trend that hourly counts answer: at most one property besides measures, on whole hours.
 *
 * @param only values of the dimension that are counted; null for all
 */
record CellTrend(
        Set<String> names,
        @Nullable String dimension,
        @Nullable Set<String> only,
        Set<String> measures,
        boolean actors) {

    /** How cells can answer a trend of events; empty if rows must. */
    static Optional<CellTrend> of(PlannedTrend trend) {
        var period = trend.report().period();
        if (!(trend.source() instanceof ResolvedSource.Events source)
                || source.stored().isEmpty()
                || period == null
                || !period.bounds().stream().allMatch(CellQuery::isWhole)) {
            return Optional.empty();
        }
        var report = trend.report();
        var events = source.stored();
        var named = source.names();
        var dimension = report.dimensions().stream()
                .filter(name -> !name.equals(EventColumns.NAME))
                .findFirst()
                .orElse(null);
        var filter = single(report, dimension);
        if (filter == null && !report.filters().isEmpty()) {
            return Optional.empty();
        }
        var property = dimension == null && filter != null ? filter.field() : dimension;
        var measures = report.measures().stream()
                .map(Measure::field)
                .filter(field -> field != null && !field.equals(EventColumns.ACTOR))
                .collect(Collectors.toSet());
        boolean actors = report.measures().stream().anyMatch(measure -> measure.op() == Report.Op.COUNT_DISTINCT);
        boolean byName = named.isEmpty()
                && (property != null
                        || !measures.isEmpty()
                        || report.dimensions().contains(EventColumns.NAME));
        var names = byName ? events.keySet() : Set.copyOf(named);
        return fits(report, property, actors) && declared(events.values(), property, measures)
                ? Optional.of(new CellTrend(
                        existing(names, events),
                        bare(property),
                        filter == null ? null : texts(filter),
                        measures.stream().map(CellTrend::bare).collect(Collectors.toSet()),
                        actors))
                : Optional.empty();
    }

    private static Set<String> existing(Set<String> names, Map<String, EventName> events) {
        var existing = new HashSet<>(names);
        existing.retainAll(events.keySet());
        return existing;
    }

    /** The one filter, if it compares one property with texts and there is no other property. */
    private static @Nullable Filter single(Report report, @Nullable String dimension) {
        if (report.filters().size() != 1 || report.filters().getFirst().size() != 1 || dimension != null) {
            return null;
        }
        var filter = report.filters().getFirst().getFirst();
        return filter.field().startsWith(SourceFields.PROPERTIES)
                        && (filter.comparison() == Comparison.EQ || filter.comparison() == Comparison.IN)
                        && filter.values().getFirst() instanceof FieldValue.Text
                ? filter
                : null;
    }

    private static Set<String> texts(Filter filter) {
        return filter.values().stream()
                .map(FieldValue.Text.class::cast)
                .map(FieldValue.Text::text)
                .collect(Collectors.toSet());
    }

    /** Cells count actors without a property, and other fields not at all. */
    private static boolean fits(Report report, @Nullable String property, boolean actors) {
        return !(actors && property != null)
                && report.measures().stream().allMatch(measure -> switch (measure.op()) {
                    case COUNT -> measure.field() == null;
                    case COUNT_DISTINCT -> EventColumns.ACTOR.equals(measure.field());
                    case SUM, AVG, MIN, MAX -> true;
                });
    }

    private static boolean declared(Collection<EventName> events, @Nullable String property, Set<String> measures) {
        var bare = measures.stream().map(CellTrend::bare).toList();
        return events.stream()
                .allMatch(event -> (property == null || event.dimensions().contains(bare(property)))
                        && event.measures().containsAll(bare));
    }

    static @Nullable String bare(@Nullable String field) {
        return field == null ? null : field.substring(SourceFields.PROPERTIES.length());
    }

    CellQuery query(List<Instant> bounds) {
        return new CellQuery(names, bounds, dimension, measures, actors);
    }
}
