package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.dataset.DatasetOperations;
import dev.tollgate.modules.bi.dataset.DatasetOperations.NewDataset;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.modules.tracked.PropertyClass;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sources and their fields: who may ask for what. */
class SourcesTest extends QuestionTests {

    private static Caller withoutAnalytics(Caller caller) {
        return new Caller(
                caller.actor(),
                caller.tenant(),
                caller.workspace(),
                caller.scopes(),
                null,
                Set.of("bi"),
                ZoneOffset.UTC);
    }

    @Test
    void records_of_another_module_need_its_right_and_are_counted_by_declared_columns() {
        var caller = questions.caller("bi:read", "crm:read");
        for (int i = 1; i <= 3; i++) {
            var _ = questions.desk.done(
                    DealOperations.CREATE,
                    caller,
                    new NewDeal("Deal " + i, null, null, null, 100L * i, "EUR", null, null, "ada", null, null, null));
        }
        var query = "{'source': {'record': 'crm.deal'}, 'dimensions': ['status', 'owner'],"
                + " 'measures': [{'op': 'count'}, {'op': 'sum', 'of': 'amount_cents'}],"
                + " 'filters': [{'field': 'amount_cents', 'op': 'gte', 'value': 200}]}";

        var insight = questions.ask(caller, query);

        assertThat(insight.series()).hasSize(2);
        assertThat(insight.series().getFirst().dimensions()).containsExactly("open", "ada");
        assertThat(insight.series().getLast().total()).isEqualTo(500L);
        assertThat(questions.refusal(Questions.with(caller, "bi:read"), query))
                .isInstanceOf(Refusal.MissingRequiredScope.class);
        assertThat(questions.ask(questions.caller("bi:read", "crm:read"), query).series())
                .isEmpty();
    }

    @Test
    void a_query_that_is_too_long_is_neither_asked_nor_stored() {
        var caller = caller();
        var values = String.join(",", Collections.nCopies(200, "'" + "x".repeat(400) + "'"));
        var query = "{'source': {'event': 'signup'}, " + WEEK + ", 'filters': [{'field': 'name', 'op': 'in', 'value': ["
                + values + "]}]}";

        assertThat(questions.faults(caller, query))
                .extracting(FieldError::field)
                .containsExactly("query");
        var dataset = new NewDataset("Long", Questions.json(query), null, null);
        assertThat(questions.desk.faults(DatasetOperations.CREATE, caller, dataset))
                .containsExactly("query");
    }

    @Test
    void names_that_are_no_fields_are_refused_with_the_nearest() {
        var caller = questions.caller("bi:read", "crm:read");

        var faults = questions.faults(
                caller,
                "{'source': {'record': 'crm.deal'}, 'dimensions': ['stats'], 'measures': [{'op': 'sum', 'of': 'title'}],"
                        + " 'filters': [{'field': 'amount_cents; DROP TABLE crm.deal', 'op': 'eq', 'value': 1},"
                        + " {'field': 'status', 'op': 'eq', 'value': 'opened'}, {'field': 'stage_id', 'op': 'eq', 'value': 'x'},"
                        + " {'field': 'created_at', 'op': 'gt', 'value': '2026'}]}");

        assertThat(faults.stream().map(FieldError::field))
                .containsExactlyInAnyOrder(
                        "query.measures[0].of",
                        "query.dimensions[0]",
                        "query.filters[0].field",
                        "query.filters[1].value",
                        "query.filters[2].value",
                        "query.filters[3].value");
        assertThat(faults).anySatisfy(fault -> assertThat(fault.message()).contains("status"));
        assertThat(questions
                        .faults(caller, "{'source': {'record': 'crm.deals'}}")
                        .getFirst()
                        .message())
                .contains("crm.deal");
    }

    @Test
    void classes_of_properties_decide_what_can_be_asked() {
        var caller = caller();
        questions.define(
                caller,
                "login",
                Map.of("email", "string", "iban", "string"),
                Map.of("email", PropertyClass.PII, "iban", PropertyClass.SENSITIVE),
                List.of(),
                List.of());
        questions.track(caller, List.of(Questions.event("login", now(), "ada", "{'email': 'ada', 'iban': 'x'}")));
        var login = "{'source': {'event': 'login'}, " + WEEK + ", ";

        assertThat(questions
                        .ask(caller, login + "'filters': [{'field': 'properties.email', 'op': 'eq', 'value': 'ada'}]}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(1L);
        assertThat(questions
                        .ask(caller, login + "'filters': [{'field': 'actor', 'op': 'in', 'value': ['ada', 'bo']}]}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(1L);
        assertThat(questions
                        .ask(caller, login + "'filters': [{'field': 'properties.iban', 'op': 'exists'}]}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(1L);
        for (var refused : List.of(
                "'dimensions': ['properties.email']",
                "'dimensions': ['actor']",
                "'measures': [{'op': 'count_distinct', 'of': 'properties.iban'}]",
                "'filters': [{'field': 'properties.email', 'op': 'ne', 'value': 'ada'}]",
                "'filters': [{'field': 'properties.iban', 'op': 'eq', 'value': 'x'}]",
                "'dimensions': ['properties.nothing']")) {
            assertThat(questions.faults(caller, login + refused + "}"))
                    .as(refused)
                    .hasSize(1);
            assertThat(questions.faults(withoutAnalytics(caller), login + refused + "}"))
                    .as("without the module analytics: " + refused)
                    .hasSize(1);
        }
    }
}
