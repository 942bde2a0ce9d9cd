package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.answer.Insight;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerBoundTest extends QuestionTests {

    private static final String MONTH_BY_HOUR = "'time': {'last': {'n': 700, 'unit': 'hour'}, 'grain': 'hour'}";
    private static final String FIVE = "'measures': [{'op': 'count'}, {'op': 'sum', 'of': 'properties.a'},"
            + " {'op': 'sum', 'of': 'properties.b'}, {'op': 'sum', 'of': 'properties.c'}, {'op': 'sum', 'of': 'properties.d'}]";

    private static String trend(String more) {
        return "{'source': {'event': 'a'}, 'dimensions': ['properties.k'], " + FIVE + ", " + MONTH_BY_HOUR + more + "}";
    }

    /** Each with a value of its own. */
    private static void track(Caller caller, int groups) {
        questions.track(
                caller,
                IntStream.range(0, groups)
                        .mapToObj(i -> Questions.event("a", now(), "ada", "{'k': 'v" + i + "', 'a': 1}"))
                        .toList());
    }

    @Test
    void a_trend_of_too_many_points_is_refused_and_says_which_limit_fits() {
        var caller = caller();
        track(caller, 40);

        assertThat(questions.faults(caller, trend(", 'limit': 40")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("query");
                    assertThat(fault.message()).contains("40 groups of 3500 points", "limit of at most 28");
                });
        assertThat(questions.faults(caller, trend(", 'limit': 15, 'compare': 'previous_period'")))
                .hasSize(1);
        assertThat(questions.fresh(caller, trend(", 'limit': 28")).series()).hasSize(28 * 5);
        assertThat(questions
                        .fresh(caller, trend(", 'limit': 14, 'compare': 'previous_period'"))
                        .series())
                .hasSize(14 * 5);
    }

    @Test
    void a_large_limit_is_no_fault_where_there_are_few_groups() {
        var caller = caller();
        track(caller, 3);

        assertThat(questions
                        .fresh(caller, trend(", 'limit': 50, 'compare': 'previous_period'"))
                        .series())
                .hasSize(3 * 5);
    }

    @Test
    void an_answer_of_too_many_bytes_is_refused_and_says_what_to_do() {
        var answer = AnswerBound.sized(Insight.ofTable(
                new JsonObject().put("x", "y".repeat(AnswerBound.BYTES_MAX)), Instant.EPOCH));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.ValidationFailed.class));
    }
}
