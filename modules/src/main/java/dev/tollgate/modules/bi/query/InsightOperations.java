package dev.tollgate.modules.bi.query;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.grammar.QueryReader;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The operation that asks. */
public final class InsightOperations {

    /** The grammar as {@code describe} tells it; {@link QueryReader} checks it. */
    static final String GRAMMAR =
            "One of: {describe:{event?|record?}} | {view:id} | trend | {funnel,time} | {retention,time}."
                    + " trend {source, measures?, dimensions? <=2, filters?, time, compare?, order?, limit? <=50}"
                    + " source {event:name|[names]|\"*\"} | {record:\"crm.deal\"} | {dataset:id}"
                    + " measure {op:count|count_distinct|sum|avg|min|max, of?:field}"
                    + " filter {field, op:eq|ne|in|lt|lte|gt|gte|exists, value} | {any:[filter]}"
                    + " time {from,to} or {last:{n,unit}}, grain hour|day|week|month|quarter|none, time_zone?, field?"
                    + " compare previous_period|previous_year; order {measure?:0, by?:\"name\", ascending?}"
                    + " funnel {steps:[{event,filters?}] 2-8, window?:{n,unit:hour|day}, by?}"
                    + " retention {start, return, grain:day|week|month, periods?, mode?:on|on_or_after}."
                    + " Fields of events: properties.x, actor, name; time is optional for records and datasets.";

    public record AskedInsight(
            @JsonPropertyDescription("{source:{event:NAME}|{record:\"crm.deal\"}|{dataset:ID},"
                    + " measures?:[{op:count|count_distinct|sum|avg|min|max,of?}], dimensions?:[\"properties.plan\"],"
                    + " filters?:[{field,op,value}], time:{from,to | last:{n,unit} with the present unit,"
                    + " grain:day|week|month|quarter|none,time_zone?}, limit?} | {funnel:{steps:[{event}],window?,by?},time}"
                    + " | {retention:{start,return,grain?},time} | {view:ID}")
            JsonObject query,

            @JsonPropertyDescription("true: compute again what was computed in the last 10 s.") @Nullable Boolean fresh) {}

    public static final Operation<AskedInsight, Insight> QUERY = Declaration.read("query_insights", "insight")
            .audited("query")
            .summary("Query insights")
            .description(
                    "Ask for numbers about events, records or datasets. Send {\"query\": {\"describe\": {}}} first for"
                            + " sources and examples, then {\"query\": {\"describe\": {\"event\": \"NAME\"}}} for its fields.")
            .app("POST", "/v1/bi/query", Declaration.scoped("bi:read"))
            .with(Trait.LONG)
            .takes(AskedInsight.class, """
                    {
                      "query": {
                        "source": {"event": "signup completed"},
                        "measures": [{"op": "count"}, {"op": "count_distinct", "of": "actor"}],
                        "time": {"last": {"n": 7, "unit": "day"}, "grain": "day"}
                      }
                    }
                    """)
            .metered(new Answer.Json<>(Insight.class), Meter.one("bi.query"), new Meter.Free<>());

    private InsightOperations() {}
}
