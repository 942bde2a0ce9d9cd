package dev.tollgate.modules.bi.query.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.input.StrictJson;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A query is read within its limits or refused by path; no name in one that is read is ignored. */
public final class InsightQueryFuzz {

    private InsightQueryFuzz() {}

    /** A query as JSON. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (StrictJson.read(input) instanceof StrictJson.Text.Tree(JsonNode tree) && tree instanceof ObjectNode) {
            var query = Json.MAPPER.convertValue(tree, JsonObject.class);
            switch (QueryReader.read(query)) {
                case QueryReader.Reading.Faulty(var faults) ->
                    Property.holds(
                            !faults.isEmpty()
                                    && faults.stream()
                                            .allMatch(fault -> fault.field().startsWith("query")),
                            "every fault has a path");
                case QueryReader.Reading.Read(InsightQuery read) -> {
                    bounded(read);
                    Property.holds(
                            QueryReader.read(query.copy().put("no name of a query", 1))
                                    instanceof QueryReader.Reading.Faulty,
                            "no name is ignored");
                }
            }
        }
    }

    private static void bounded(InsightQuery query) {
        switch (query) {
            case InsightQuery.Trend trend ->
                Property.holds(
                        trend.measures().size() <= QueryReader.MEASURES_MAX
                                && trend.dimensions().size() <= QueryReader.DIMENSIONS_MAX
                                && trend.limit() >= 1
                                && trend.limit() <= QueryReader.SERIES_MAX
                                && trend.filters().stream().mapToInt(List::size).sum() <= QueryReader.FILTERS_MAX,
                        "a trend is within its limits");
            case InsightQuery.Funnel funnel ->
                Property.holds(
                        funnel.steps().size() >= QueryReader.STEPS_MIN
                                && funnel.steps().size() <= QueryReader.STEPS_MAX
                                && funnel.window().isPositive()
                                && funnel.window().toDays() <= QueryReader.WINDOW_DAYS_MAX,
                        "a funnel is within its limits");
            case InsightQuery.Retention retention ->
                Property.holds(
                        retention.periods() >= 1 && retention.periods() <= QueryReader.PERIODS_MAX,
                        "a retention is within its limits");
            case InsightQuery.Describe _, InsightQuery.View _ -> {}
        }
    }
}
