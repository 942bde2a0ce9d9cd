package dev.tollgate.modules.bi.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.bi.query.grammar.QueryReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Descriptions of sources, and answers that are kept. */
class DescriptionsTest extends QuestionTests {

    @Test
    void an_answer_is_kept_for_ten_seconds_and_not_for_another_workspace() {
        var caller = caller();
        var query = "{'source': {'event': 'kept'}, " + WEEK + "}";
        questions.track(caller, List.of(Questions.event("kept", now(), "a", "{}")));

        assertThat(questions.ask(caller, query).cached()).isFalse();
        questions.track(caller, List.of(Questions.event("kept", now(), "a", "{}")));
        assertThat(questions.ask(caller, query).cached()).isTrue();
        assertThat(questions.fresh(caller, query).series().getFirst().total()).isEqualTo(2L);
        assertThat(questions.ask(caller(), query).series().getFirst().total()).isEqualTo(0L);
        questions.desk.later(InsightCache.KEPT.plusSeconds(1));
        assertThat(questions.ask(caller, query).cached()).isFalse();
    }

    @Test
    void a_description_is_kept_for_callers_with_the_same_rights() {
        var caller = questions.caller("bi:read", "bi:write", "crm:read");
        var query = "{'describe': {}}";

        assertThat(questions.ask(caller, query).cached()).isFalse();
        assertThat(questions.ask(caller, query).cached()).isTrue();
        var fewer = questions.ask(Questions.with(caller, "bi:read"), query);
        assertThat(fewer.cached()).isFalse();
        assertThat(fewer.description()).isNotNull();
        assertThat(fewer.description().sources().toString()).doesNotContain("crm");
    }

    @Test
    void a_description_lists_sources_fields_and_frequent_values() {
        var caller = Questions.with(questions.withOrders(50), "bi:read", "bi:write", "crm:read");

        var all = questions.ask(caller, "{'describe': {}}").description();
        var order = questions.ask(caller, "{'describe': {'event': 'order'}}").description();

        assertThat(all).isNotNull();
        assertThat(all.sources().toString()).contains("order", "crm.deal").doesNotContain("support.ticket");
        all.examples()
                .forEach(example -> assertThat(QueryReader.read(example)).isInstanceOf(QueryReader.Reading.Read.class));
        assertThat(order).isNotNull();
        assertThat(order.fields().toString()).contains("properties.plan", "properties.amount", "actor");
        assertThat(order.topValues().getJsonArray("properties.plan")).hasSize(3);
    }

    @Test
    void frequent_values_of_all_dimensions_are_told_at_once() {
        var caller = caller();
        questions.define(
                caller, "visit", Map.of("page", "string", "device", "string"), List.of("page", "device"), List.of());
        questions.track(
                caller,
                List.of(
                        Questions.event("visit", now(), "ada", "{'page': '/', 'device': 'phone'}"),
                        Questions.event("visit", now(), "bo", "{'page': '/', 'device': 'desk'}"),
                        Questions.event("visit", now(), "cy", "{'page': '/a', 'device': 'desk'}")));

        var visit = questions.ask(caller, "{'describe': {'event': 'visit'}}").description();

        assertThat(visit).isNotNull();
        assertThat(visit.topValues().encode())
                .isEqualTo("{\"properties.device\":[\"desk\",\"phone\"],\"properties.page\":[\"/\",\"/a\"]}");
    }
}
