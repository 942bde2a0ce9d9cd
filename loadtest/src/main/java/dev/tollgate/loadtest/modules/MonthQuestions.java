package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.List;

/** Questions about a month of {@link ProductEvents}, each computed anew. */
final class MonthQuestions {

    private static final int WARM_UPS = 20;
    private static final int ASKED = 100;
    private static final int ROWS_WARM_UPS = 3;
    private static final int ROWS_ASKED = 20;

    /**
     * A question.
     *
     * @param share of all events that its points add up to: one in so many; 0 where they are no counts of events
     */
    record Question(String name, ObjectNode body, int share, int warmUps, int asked) {}

    private MonthQuestions() {}

    /** The first from cells, the others from rows. */
    static List<Question> of(ProductEvents events) {
        return List.of(
                cells("count", body(events, "day", "{'source': {'event': '*'}}"), 1),
                cells("one_event", body(events, "day", "{'source': {'event': 'event_7'}}"), ProductEvents.NAMES),
                cells(
                        "by_name",
                        body(events, "day", "{'source': {'event': '*'}, 'dimensions': ['name'], 'limit': 10}"),
                        0),
                cells("actors", body(events, "day", """
                        {'source': {'event': '*'}, 'measures': [{'op': 'count_distinct', 'of': 'actor'}]}
                        """), 0),
                cells(
                        "retention",
                        body(
                                events,
                                "none",
                                "{'retention': {'start': 'event_1', 'return': 'event_2', 'grain': 'day'}}"),
                        0),
                rows("rows_filter_group_sum", body(events, "day", """
                        {'source': {'event': 'event_7'}, 'measures': [{'op': 'sum', 'of': 'properties.amount'}],
                         'dimensions': ['properties.plan'],
                         'filters': [{'field': 'properties.amount', 'op': 'gte', 'value': 500}]}
                        """)),
                rows("rows_funnel", body(events, "none", """
                        {'funnel': {'steps': [{'event': 'event_1'}, {'event': 'event_2'}],
                                    'window': {'n': 1, 'unit': 'day'}}}
                        """)));
    }

    private static Question cells(String name, ObjectNode body, int share) {
        return new Question(name, body, share, WARM_UPS, ASKED);
    }

    private static Question rows(String name, ObjectNode body) {
        return new Question(name, body, 0, ROWS_WARM_UPS, ROWS_ASKED);
    }

    private static ObjectNode body(ProductEvents events, String grain, String query) {
        var asked = (ObjectNode) JsonTrees.read(query.replace('\'', '"'));
        asked.putObject("time")
                .put("from", events.from().toString())
                .put("to", events.from().plus(events.span()).toString())
                .put("grain", grain);
        var body = JsonTrees.object().put("fresh", true);
        body.set("query", asked);
        return body;
    }
}
