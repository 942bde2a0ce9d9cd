package dev.tollgate.modules.bi.query.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class QueryReaderTest {

    private static final String TREND = """
            {'source': {'event': ['a', 'b']}, 'measures': [{'op': 'sum', 'of': 'properties.x'}],
             'dimensions': ['name'], 'filters': [{'field': 'name', 'op': 'ne', 'value': 'c'},
             {'any': [{'field': 'properties.y', 'op': 'exists'}, {'field': 'properties.z', 'op': 'in', 'value': [1, 2]}]}],
             'time': {'last': {'n': 3, 'unit': 'week'}, 'grain': 'day', 'time_zone': 'Europe/Oslo'},
             'compare': 'previous_year', 'order': {'measure': 0, 'ascending': true}, 'limit': 5}
            """;

    private static JsonObject json(String text) {
        return Json.read(text.replace('\'', '"'), JsonObject.class);
    }

    private static List<String> paths(JsonObject query) {
        return faults(query).stream().map(FieldError::field).toList();
    }

    private static List<FieldError> faults(JsonObject query) {
        return QueryReader.read(query) instanceof QueryReader.Reading.Faulty(var faults) ? faults : List.of();
    }

    @Test
    void every_form_is_read() {
        assertThat(faults(json(TREND))).isEmpty();
        assertThat(faults(json("{'describe': {}}"))).isEmpty();
        assertThat(faults(json("{'view': 'ivw_01jg000000e008000000000001'}"))).isEmpty();
        assertThat(faults(json("{'source': {'record': 'crm.deal'}}"))).isEmpty();
        assertThat(faults(json("{'funnel': {'steps': [{'event': 'a'}, {'event': 'b'}]},"
                        + " 'time': {'from': '2026-01-01', 'to': '2026-02-01'}}")))
                .isEmpty();
        assertThat(faults(json(
                        "{'retention': {'start': 'a', 'return': 'b'}, 'time': {'last': {'n': 8, 'unit': 'week'}}}")))
                .isEmpty();
    }

    @Test
    void an_empty_query_is_told_how_to_begin() {
        assertThat(faults(json("{}"))).first().asString().contains("{\"describe\": {}}");
    }

    @Test
    void all_faults_are_told_with_their_paths() {
        var query = json("""
                {'source': {'events': 'a'}, 'measures': [{'op': 'total'}, {'op': 'sum'}], 'dimension': ['x'],
                 'filters': [{'field': 'x', 'op': 'like', 'value': 'y'}], 'time': {'last': {'n': 0, 'unit': 'day'}},
                 'limit': 51}
                """);

        assertThat(paths(query))
                .contains(
                        "query.dimension",
                        "query.source.events",
                        "query.measures[0].op",
                        "query.measures[1].of",
                        "query.filters[0].op",
                        "query.time.last.n",
                        "query.limit");
        assertThat(faults(query))
                .anySatisfy(fault -> assertThat(fault.message()).contains("dimensions"));
    }

    @Test
    void limits_hold_whatever_the_nesting_is() {
        var filter = new JsonObject().put("field", "x").put("op", "eq").put("value", 1);
        var any = new JsonArray();
        IntStream.range(0, 15).forEach(_ -> any.add(filter));
        var many = json(TREND)
                .put(
                        "filters",
                        new JsonArray().add(new JsonObject().put("any", any)).add(new JsonObject().put("any", any)));
        var huge = new JsonArray();
        IntStream.range(0, 201).forEach(huge::add);
        var in = json(TREND)
                .put(
                        "filters",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("field", "x")
                                        .put("op", "in")
                                        .put("value", huge)));

        assertThat(paths(many)).containsExactly("query.filters");
        assertThat(paths(in)).containsExactly("query.filters[0].value");
        assertThat(paths(json(TREND.replace("'any': [", "'any': [{'any': []}, "))))
                .contains("query.filters[1].any[0].any");
    }

    @Test
    void of_many_wrong_names_a_hundred_are_told_and_the_nearest_of_three() {
        var query = new JsonObject();
        IntStream.range(0, 20_000).forEach(number -> query.put("measures" + number, 0));

        assertThat(faults(query)).hasSize(QueryFaults.FAULTS_MAX);
        assertThat(faults(query).stream().filter(fault -> fault.message().contains("Nearest")))
                .hasSize(QueryFaults.GUESSES_MAX);
    }

    @Test
    void a_query_is_counted_with_all_its_names_and_values() {
        var text = "x".repeat(QuerySize.CHARS_MAX / 2);

        assertThat(QuerySize.isTooLarge(json(TREND))).isFalse();
        assertThat(QuerySize.isTooLarge(new JsonObject().put("view", text))).isFalse();
        assertThat(QuerySize.isTooLarge(new JsonObject().put("a", text).put("b", new JsonArray().add(text))))
                .isTrue();
        assertThat(QuerySize.isTooLarge(new JsonObject().put("a", new JsonObject().put(text, Map.of(text, 1)))))
                .isTrue();
    }

    @Test
    void a_number_is_counted_with_all_its_digits() {
        var number = new BigInteger("7".repeat(QuerySize.CHARS_MAX / 2));

        assertThat(QuerySize.isTooLarge(new JsonObject().put("value", number))).isFalse();
        assertThat(QuerySize.isTooLarge(new JsonObject().put("any", JsonArray.of(number, number))))
                .isTrue();
    }

    private static final List<String> NAMES = List.of(
            "source",
            "event",
            "record",
            "dataset",
            "measures",
            "op",
            "of",
            "dimensions",
            "filters",
            "field",
            "value",
            "any",
            "time",
            "last",
            "n",
            "unit",
            "from",
            "to",
            "grain",
            "time_zone",
            "compare",
            "order",
            "by",
            "measure",
            "limit",
            "funnel",
            "steps",
            "window",
            "retention",
            "start",
            "return",
            "periods",
            "mode",
            "describe",
            "view");

    private static final List<Object> LEAVES =
            List.of("a", "crm.deal", "day", "eq", "sum", "*", "", 0, 7, -1, 1L << 40, true);

    private static Object value(Random random, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        return switch (kind) {
            case 0 -> LEAVES.get(random.nextInt(LEAVES.size()));
            case 1 ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(_ -> value(random, depth - 1))
                        .toList();
            default -> object(random, depth - 1);
        };
    }

    private static Map<String, Object> object(Random random, int depth) {
        var object = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(6); i > 0; i--) {
            object.put(NAMES.get(random.nextInt(NAMES.size())), value(random, depth));
        }
        return object;
    }

    @Property(tries = 5_000)
    void any_json_is_read_or_refused_with_paths(@ForAll Random random) {
        assertThat(faults(new JsonObject(object(random, 4))))
                .allSatisfy(fault -> assertThat(fault.field()).startsWith("query"));
    }

    @Provide
    Arbitrary<String> dropped() {
        return Arbitraries.of("source", "measures[0].op", "filters[0].field", "filters[0].value", "time");
    }

    @Property
    void a_part_that_is_missing_is_named(@ForAll("dropped") String path) {
        var query = json(TREND);
        var parts = path.split("\\.");
        if (parts.length == 1) {
            query.remove(path);
        } else {
            var list = query.getJsonArray(parts[0].substring(0, parts[0].indexOf('[')));
            list.getJsonObject(0).remove(parts[1]);
        }

        assertThat(paths(query)).anyMatch(fault -> fault.startsWith("query." + path));
    }
}
