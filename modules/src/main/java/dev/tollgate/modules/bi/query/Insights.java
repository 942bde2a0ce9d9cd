package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.event.EventStore;
import dev.tollgate.modules.bi.query.InsightOperations.AskedInsight;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.answer.InsightTable;
import dev.tollgate.modules.bi.query.funnel.FunnelInsight;
import dev.tollgate.modules.bi.query.funnel.Funnels;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.InsightSource;
import dev.tollgate.modules.bi.query.grammar.QueryReader;
import dev.tollgate.modules.bi.query.grammar.QuerySize;
import dev.tollgate.modules.bi.query.retention.RetentionInsight;
import dev.tollgate.modules.bi.query.retention.Retentions;
import dev.tollgate.modules.bi.query.source.InsightSources;
import dev.tollgate.modules.bi.query.source.RowReads;
import dev.tollgate.modules.bi.query.source.SavedQueries;
import dev.tollgate.modules.bi.query.trend.PlannedTrend;
import dev.tollgate.modules.bi.query.trend.TrendInsight;
import dev.tollgate.modules.bi.query.trend.Trends;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.repeat.OffLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers queries. One per event loop. */
public final class Insights {

    private static final Refusal TOO_LARGE = Refusal.ValidationFailed.of(
            "query",
            "must have at most " + QuerySize.CHARS_MAX + " characters in its names and values: compare fewer or shorter"
                    + " values");

    private final InstantSource clock;
    private final SavedQueries saved;
    private final QueryConcurrencyLimiter concurrency;
    private final InsightCache cache;
    private final QueryPlans plans;
    private final Trends trends;
    private final Funnels funnels;
    private final Retentions retentions;
    private final InsightDescriptions descriptions;
    private final InsightTables tables;

    public Insights(
            ModuleContext context,
            EventStore store,
            EventGovernance governance,
            SavedQueries saved,
            QueryLimits limits) {
        this.clock = context.clock();
        this.saved = saved;
        this.concurrency = limits.concurrency();
        var reads = RowReads.ofQueries(context.work(), limits.rowsMax());
        var ofRuns = RowReads.ofRuns(context.work());
        var sources = new InsightSources(context.reported(), store, governance, saved);
        this.cache = new InsightCache(clock);
        this.plans = new QueryPlans(sources, clock);
        this.trends = new Trends(store, reads);
        this.funnels = new Funnels(reads);
        this.retentions = new Retentions(store, reads);
        this.descriptions = new InsightDescriptions(sources, store, saved, clock);
        this.tables = new InsightTables(plans, ofRuns, new Retentions(store, ofRuns));
    }

    public void serve(OperationBus bus) {
        bus.serve(InsightOperations.QUERY, this::query);
    }

    private Future<Outcome<Insight>> query(Call<AskedInsight> call) {
        var asked = call.input();
        return QuerySize.isTooLarge(asked.query())
                ? Future.succeededFuture(Outcome.refused(TOO_LARGE))
                : answer(call, asked.query(), Boolean.TRUE.equals(asked.fresh()));
    }

    private Future<Outcome<Insight>> answer(Call<?> call, JsonObject json, boolean fresh) {
        return switch (QueryReader.read(json)) {
            case QueryReader.Reading.Faulty(var faults) ->
                Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
            case QueryReader.Reading.Read(var query) -> answer(call, query, new Asked(Json.text(json), fresh));
        };
    }

    /** @param text of the query, which is a part of its key */
    private record Asked(String text, boolean fresh) {}

    private Future<Outcome<Insight>> answer(Call<?> call, InsightQuery query, Asked asked) {
        return switch (query) {
            case InsightQuery.Describe describe ->
                kept(call, rights(call), asked, () -> descriptions.describe(call, describe), described -> described);
            case InsightQuery.View(String id) ->
                saved.view(call, id).compose(found -> found.then(view -> view(call, view, asked.fresh())));
            case InsightQuery.Trend trend ->
                plans.trend(call, trend).compose(plan -> plan.then(planned -> trend(call, planned, asked)));
            case InsightQuery.Funnel funnel ->
                plans.funnel(call, funnel).compose(plan -> plan.then(planned -> funnel(call, planned, asked)));
            case InsightQuery.Retention retention ->
                plans.retention(call, retention).compose(plan -> plan.then(planned -> retention(call, planned, asked)));
        };
    }

    private Future<Outcome<Insight>> trend(Call<?> call, PlannedTrend trend, Asked asked) {
        var buckets = trend.buckets();
        var resolved =
                (buckets == null ? "" : buckets.key()) + " " + trend.source().revision();
        return kept(
                call,
                resolved,
                asked,
                () -> trends.compute(call, trend),
                computed -> TrendInsight.of(trend, computed, clock.instant()));
    }

    private Future<Outcome<Insight>> funnel(Call<?> call, Funnels.Planned funnel, Asked asked) {
        return kept(
                call,
                funnel.buckets().key(),
                asked,
                () -> funnels.compute(call, funnel),
                counts -> FunnelInsight.of(funnel, counts, clock.instant()));
    }

    private Future<Outcome<Insight>> retention(Call<?> call, Retentions.Planned retention, Asked asked) {
        return kept(
                call,
                retention.cohorts().key(),
                asked,
                () -> retentions.compute(call, retention),
                computed -> RetentionInsight.of(retention, computed, clock.instant()));
    }

    /** What a description depends on. */
    private static String rights(Call<?> call) {
        return "describe " + new TreeSet<>(call.caller().scopes())
                + new TreeSet<>(call.caller().modules());
    }

    /**
     * An answer from the cache, or what is computed.
     *
     * @param resolved what the answer depends on, beside the text of the query
     * @param made makes the answer of it; on a worker
     */
    private <T> Future<Outcome<Insight>> kept(
            Call<?> call,
            String resolved,
            Asked asked,
            Supplier<Future<Outcome<T>>> compute,
            Function<T, Insight> made) {
        var key = new InsightCache.Key(call.caller().workspaceId(), resolved, asked.text());
        return cache.get(
                key,
                asked.fresh(),
                () -> concurrency.run(
                        call.caller(),
                        () -> compute.get()
                                .compose(outcome -> outcome.then(
                                        found -> OffLoop.run(() -> AnswerBound.sized(made.apply(found)))))));
    }

    private Future<Outcome<Insight>> view(Call<?> call, SavedQueries.View view, boolean fresh) {
        var query = view.query();
        return query == null
                ? Future.succeededFuture(Outcome.done(
                        Insight.ofTable(view.table(), Objects.requireNonNullElse(view.asOf(), clock.instant()))))
                : answer(call, query, fresh);
    }

    /** Why a query cannot be stored for a view or a dataset; done if it can. */
    public Future<Outcome<JsonObject>> storable(Call<?> call, JsonObject json) {
        if (QuerySize.isTooLarge(json)) {
            return Future.succeededFuture(Outcome.refused(TOO_LARGE));
        }
        return switch (QueryReader.read(json)) {
            case QueryReader.Reading.Faulty(var faults) ->
                Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
            case QueryReader.Reading.Read(var query) -> checked(call, query, json);
        };
    }

    private Future<Outcome<JsonObject>> checked(Call<?> call, InsightQuery query, JsonObject json) {
        return switch (query) {
            case InsightQuery.Trend trend
            when trend.source() instanceof InsightSource.Dataset ->
                unstorable("query.source", "cannot be a dataset here: use events or records");
            case InsightQuery.Trend trend -> plans.trend(call, trend).map(planned -> planned.map(_ -> json));
            case InsightQuery.Funnel funnel -> plans.funnel(call, funnel).map(planned -> planned.map(_ -> json));
            case InsightQuery.Retention retention ->
                plans.retention(call, retention).map(planned -> planned.map(_ -> json));
            case InsightQuery.Describe _, InsightQuery.View _ ->
                unstorable("query", "must be a trend, a funnel or retention");
        };
    }

    private static Future<Outcome<JsonObject>> unstorable(String path, String message) {
        return Future.succeededFuture(Outcome.refused(Refusal.ValidationFailed.of(path, message)));
    }

    /** The rows of a stored query, without estimate and without what is kept; beyond the limit if there are more. */
    public Future<Outcome<InsightTable>> table(Call<?> call, JsonObject json, InsightTable.Limit most) {
        return switch (QueryReader.read(json)) {
            case QueryReader.Reading.Faulty(var faults) ->
                Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
            case QueryReader.Reading.Read(var query) -> tables.compute(call, query, most);
        };
    }
}
