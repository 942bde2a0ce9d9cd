package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.answer.Insight;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerBoundTest extends QuestionTests {

    private static final String MONTH_BY_HOUR = "'time': {'last': {'n': 700, 'unit': 'hour'}, 'grain': 'hour'}";
    private static final String FIVE = "'measures': [{'op': 'count'}, {'op': 'sum', 'of': 'properties.a'},"
            + " {'op': 'sum', 'of': 'properties.b'}, {'op': 'sum', 'of': 'properties.c'}, {'op': 'sum', 'of': 'properties.d'}]";

    private static String trend(String more) {
        return "{'source': {'event': 'a'}, 'dimensions': ['properties.k'], " + FIVE + ", " + MONTH_BY_HOUR + more + "}";
    }

    @Test
    void a_trend_of_too_many_points_is_refused_before_it_is_read() {
        assertThat(questions.faults(caller(), trend(", 'limit': 50")))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("query");
                    assertThat(fault.message()).contains("175000 points", "smaller limit");
                });
        assertThat(questions.faults(caller(), trend(", 'limit': 20, 'compare': 'previous_period'")))
                .hasSize(1);
    }

    @Test
    void a_trend_of_the_default_limit_is_answered_also_with_an_earlier_period() {
        assertThat(questions
                        .fresh(caller(), trend(", 'compare': 'previous_period'"))
                        .series())
                .isEmpty();
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
