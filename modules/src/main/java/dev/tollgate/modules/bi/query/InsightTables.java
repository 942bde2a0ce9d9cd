package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.bi.query.answer.Figures;
import dev.tollgate.modules.bi.query.answer.InsightTable;
import dev.tollgate.modules.bi.query.funnel.Funnels;
import dev.tollgate.modules.bi.query.grammar.Buckets;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.retention.Retentions;
import dev.tollgate.modules.bi.query.source.RowReads;
import dev.tollgate.modules.bi.query.trend.PlannedTrend;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.Report.Measure;
import dev.tollgate.records.report.ReportField;
import dev.tollgate.records.report.Reports;
import dev.tollgate.records.report.Reports.TableRow;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes answers as rows: of a trend every group and bucket that has any. One per event loop. */
final class InsightTables {

    private static final String BUCKET = "bucket";

    private final QueryPlans plans;
    private final RowReads reads;
    private final Funnels funnels;
    private final Retentions retentions;

    InsightTables(QueryPlans plans, RowReads reads, Retentions retentions) {
        this.plans = plans;
        this.reads = reads;
        this.funnels = new Funnels(reads);
        this.retentions = retentions;
    }

    /** Of a trend one row more than the limit if there are more, and no rows after the limit of characters. */
    Future<Outcome<InsightTable>> compute(Call<?> call, InsightQuery query, InsightTable.Limit most) {
        return switch (query) {
            case InsightQuery.Trend trend ->
                plans.trend(call, trend).compose(plan -> plan.then(planned -> trend(call, planned, most)));
            case InsightQuery.Funnel funnel ->
                plans.funnel(call, funnel).compose(plan -> plan.then(planned -> funnel(call, planned)));
            case InsightQuery.Retention retention ->
                plans.retention(call, retention).compose(plan -> plan.then(planned -> retention(call, planned)));
            case InsightQuery.Describe _, InsightQuery.View _ ->
                throw new IllegalStateException("only answers with numbers are datasets");
        };
    }

    private Future<Outcome<InsightTable>> trend(Call<?> call, PlannedTrend trend, InsightTable.Limit most) {
        var reports = new Reports(trend.source().columns(), trend.report());
        return reads.read(call, reports::estimate, transaction -> reports.table(transaction, most.rows(), most.chars()))
                .compose(outcome -> OffLoop.run(() -> outcome.map(rows -> trend(trend, rows))));
    }

    private static InsightTable trend(PlannedTrend trend, List<TableRow> rows) {
        var buckets = trend.buckets();
        var columns = new ArrayList<ReportField>();
        trend.report().dimensions().forEach(dimension -> add(columns, dimension, FieldType.TEXT));
        if (buckets != null) {
            add(columns, BUCKET, FieldType.TIME);
        }
        trend.report().measures().forEach(measure -> add(columns, name(measure), FieldType.NUMBER));
        return new InsightTable(
                columns, rows.stream().map(row -> row(row, buckets)).toList());
    }

    /** Names of columns are unique: a second one of a name gets a number. */
    private static void add(List<ReportField> columns, String name, FieldType type) {
        boolean taken = columns.stream().anyMatch(column -> column.name().equals(name));
        columns.add(new ReportField(taken ? name + '_' + columns.size() : name, type));
    }

    private static List<@Nullable Object> row(TableRow row, @Nullable Buckets buckets) {
        var values = new ArrayList<@Nullable Object>(row.values());
        if (buckets != null) {
            values.add(buckets.bounds().get(row.bucket()).toString());
        }
        values.addAll(Figures.of(row.measures()));
        return values;
    }

    private Future<Outcome<InsightTable>> funnel(Call<?> call, Funnels.Planned funnel) {
        return funnels.compute(call, funnel)
                .compose(outcome -> OffLoop.run(() -> outcome.map(counts -> funnel(funnel, counts))));
    }

    private static InsightTable funnel(Funnels.Planned funnel, Map<@Nullable String, long[]> counts) {
        var columns = List.of(
                new ReportField("group", FieldType.TEXT),
                new ReportField("step", FieldType.NUMBER),
                new ReportField("event", FieldType.TEXT),
                new ReportField("actors", FieldType.NUMBER));
        var rows = new ArrayList<List<@Nullable Object>>();
        counts.forEach((group, reached) -> {
            for (int step = 0; step < reached.length; step++) {
                var row = new ArrayList<@Nullable Object>();
                row.add(group);
                row.add(step + 1);
                row.add(funnel.query().steps().get(step).event());
                row.add(reached[step]);
                rows.add(row);
            }
        });
        return new InsightTable(columns, rows);
    }

    private Future<Outcome<InsightTable>> retention(Call<?> call, Retentions.Planned retention) {
        return retentions
                .compute(call, retention)
                .map(outcome -> outcome.map(computed -> retention(retention, computed)));
    }

    private static InsightTable retention(Retentions.Planned retention, Retentions.Computed computed) {
        var columns = List.of(
                new ReportField("cohort", FieldType.TIME),
                new ReportField("period", FieldType.NUMBER),
                new ReportField("size", FieldType.NUMBER),
                new ReportField("actors", FieldType.NUMBER));
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int cohort = 0; cohort < computed.counts().size(); cohort++) {
            Instant begin = retention.cohorts().bounds().get(cohort);
            var counts = computed.counts().get(cohort);
            for (int period = 0; period < counts.length - 1; period++) {
                rows.add(List.of(begin.toString(), period, counts[0], counts[period + 1]));
            }
        }
        return new InsightTable(columns, rows);
    }

    /** What a measure is called. */
    static String name(Measure measure) {
        return measure.op().name().toLowerCase(Locale.ROOT)
                + (measure.field() == null ? "" : '(' + measure.field() + ')');
    }
}
