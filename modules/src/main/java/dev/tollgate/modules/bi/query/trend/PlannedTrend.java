package dev.tollgate.modules.bi.query.trend;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.grammar.Buckets;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import dev.tollgate.modules.bi.query.source.FieldLookup;
import dev.tollgate.modules.bi.query.source.ResolvedSource;
import dev.tollgate.records.report.Report;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trend whose names are known.
 *
 * @param buckets null for all rows in one
 * @param earlier the buckets that are compared; null for none
 */
public record PlannedTrend(
        InsightQuery.Trend query,
        ResolvedSource source,
        Report report,
        @Nullable Buckets buckets,
        @Nullable Buckets earlier) {

    /** Points of an answer, those that are compared included. */
    static final int POINTS_MAX = 100_000;

    /** The plan, unless there are faults. */
    public static PlannedTrend of(InsightQuery.Trend query, ResolvedSource source, Instant now, QueryFaults faults) {
        var lookup = new FieldLookup(source.fields(), source.hashes(), faults);
        var time = query.time();
        var buckets = time == null ? null : time.buckets(source.zone(), now, faults);
        var period = time == null || buckets == null
                ? null
                : new Report.Period(lookup.time(time.field()), buckets.bounds(), buckets.zone());
        var report = new Report(
                lookup.measures(query.measures()),
                lookup.dimensions(query.dimensions()),
                period,
                lookup.filters(query.filters()),
                query.order(),
                query.limit());
        return new PlannedTrend(query, source, report, buckets, earlier(query, buckets));
    }

    private static @Nullable Buckets earlier(InsightQuery.Trend query, @Nullable Buckets buckets) {
        return buckets == null
                ? null
                : switch (query.compare()) {
                    case NONE -> null;
                    case PREVIOUS_PERIOD -> buckets.before();
                    case PREVIOUS_YEAR -> buckets.yearBefore();
                };
    }

    /** The same report on the buckets that are compared. */
    Report earlierReport() {
        var period = Objects.requireNonNull(report.period());
        var before = Objects.requireNonNull(earlier);
        return new Report(
                report.measures(),
                report.dimensions(),
                new Report.Period(period.field(), before.bounds(), before.zone()),
                report.filters(),
                report.order(),
                report.limit());
    }

    /** Points of a group. */
    private int pointsOfGroup() {
        return report.measures().size() * report.buckets() * (earlier == null ? 1 : 2);
    }

    /** Groups that an answer may have: one with more has too many points. */
    int groupsMax() {
        return POINTS_MAX / pointsOfGroup();
    }

    /** Why an answer of so many groups is not given; null if it may be. */
    @Nullable Refusal refusal(int groups) {
        return groups <= groupsMax()
                ? null
                : Refusal.ValidationFailed.of(
                        "query",
                        "has " + groups + " groups of " + pointsOfGroup() + " points (measures x buckets, twice to"
                                + " compare), together more than " + POINTS_MAX + ": choose a limit of at most "
                                + groupsMax() + ", fewer measures or longer buckets");
    }

    /** Every field that it uses. */
    public boolean uses(String field) {
        return report.dimensions().contains(field)
                || report.measures().stream().anyMatch(measure -> field.equals(measure.field()))
                || report.filters().stream()
                        .flatMap(List::stream)
                        .anyMatch(filter -> filter.field().equals(field));
    }
}
