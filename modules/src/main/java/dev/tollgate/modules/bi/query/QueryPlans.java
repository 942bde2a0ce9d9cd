package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.name.EventName;
import dev.tollgate.modules.bi.query.funnel.Funnels;
import dev.tollgate.modules.bi.query.grammar.Buckets;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.Funnel;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.Retention;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.Step;
import dev.tollgate.modules.bi.query.grammar.InsightQuery.Trend;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import dev.tollgate.modules.bi.query.grammar.QueryReader;
import dev.tollgate.modules.bi.query.grammar.TimeRange;
import dev.tollgate.modules.bi.query.retention.Retentions;
import dev.tollgate.modules.bi.query.source.FieldLookup;
import dev.tollgate.modules.bi.query.source.InsightSources;
import dev.tollgate.modules.bi.query.source.ResolvedSource;
import dev.tollgate.modules.bi.query.trend.PlannedTrend;
import dev.tollgate.records.report.Report.Filter;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks up what queries name, and refuses names that do not exist. One per event loop. */
final class QueryPlans {

    private static final int NOWHERE = -1;

    private final InsightSources sources;
    private final InstantSource clock;

    QueryPlans(InsightSources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    Future<Outcome<PlannedTrend>> trend(Call<?> call, Trend query) {
        return sources.find(call, query.source(), query.fields())
                .compose(found -> found.then(source -> Future.succeededFuture(trend(query, source))));
    }

    private Outcome<PlannedTrend> trend(Trend query, ResolvedSource source) {
        var faults = new QueryFaults();
        var planned = PlannedTrend.of(query, source, clock.instant(), faults);
        return planned(planned, faults, source.rehashing(), planned::uses);
    }

    private static <T> Outcome<T> planned(
            T planned, QueryFaults faults, Set<String> rehashing, Predicate<String> uses) {
        if (!faults.isEmpty()) {
            return Outcome.refused(new Refusal.ValidationFailed(faults.told()));
        }
        var waiting = rehashing.stream().filter(uses).sorted().collect(Collectors.joining(", "));
        return waiting.isEmpty()
                ? Outcome.done(planned)
                : Outcome.refused(new Refusal.Conflict(
                        "Stored values are being hashed: " + waiting + ". Repeat the call in a few minutes."));
    }

    Future<Outcome<Funnels.Planned>> funnel(Call<?> call, Funnel query) {
        var names = query.steps().stream().map(Step::event).distinct().toList();
        return sources.events(call, names).map(source -> {
            var faults = new QueryFaults();
            var lookup = new FieldLookup(source.fields(), source.hashes(), faults);
            var filters = query.steps().stream()
                    .map(step -> lookup.filters(step.filters()))
                    .toList();
            if (query.by() != null) {
                lookup.group("query.funnel.by", query.by());
            }
            var buckets = query.time().buckets(source.zone(), clock.instant(), faults);
            var planned = new Funnels.Planned(
                    query,
                    source.columns(),
                    query.steps().stream()
                            .map(step -> number(source, step.event()))
                            .toList(),
                    filters,
                    buckets);
            return planned(planned, faults, source.rehashing(), field -> uses(filters, query.by(), field));
        });
    }

    private static boolean uses(List<List<List<Filter>>> steps, @Nullable String by, String field) {
        return field.equals(by)
                || steps.stream()
                        .flatMap(List::stream)
                        .flatMap(List::stream)
                        .anyMatch(filter -> filter.field().equals(field));
    }

    private static int number(ResolvedSource.Events source, String event) {
        var found = source.stored().get(event);
        return found == null ? NOWHERE : found.no();
    }

    Future<Outcome<Retentions.Planned>> retention(Call<?> call, Retention query) {
        var names = List.of(query.start(), query.comeback()).stream().distinct().toList();
        return sources.events(call, names).map(source -> {
            var faults = new QueryFaults();
            var asked = query.time();
            var buckets = new TimeRange(
                            asked.from(),
                            asked.to(),
                            asked.lastN(),
                            asked.unit(),
                            query.grain(),
                            asked.zone(),
                            asked.field())
                    .buckets(source.zone(), clock.instant(), faults);
            return planned(
                    new Retentions.Planned(query, source.columns(), numbers(source), buckets, all(query, buckets)),
                    faults,
                    Set.of(),
                    _ -> false);
        });
    }

    private static Map<String, Integer> numbers(ResolvedSource.Events source) {
        return source.stored().values().stream().collect(Collectors.toMap(EventName::name, EventName::no));
    }

    /** The cohorts' buckets and so many periods behind them, none of them cut at the end. */
    private static Buckets all(Retention query, Buckets cohorts) {
        var grain = query.grain();
        if (cohorts.grain() != grain) {
            return cohorts;
        }
        var end = ZonedDateTime.ofInstant(cohorts.wholeEnd(), cohorts.zone());
        return Buckets.of(
                ZonedDateTime.ofInstant(cohorts.from(), cohorts.zone()),
                grain.plus(end, query.periods()),
                grain,
                TimeRange.BUCKETS_MAX + QueryReader.PERIODS_MAX);
    }
}
