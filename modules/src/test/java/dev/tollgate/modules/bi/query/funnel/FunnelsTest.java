package dev.tollgate.modules.bi.query.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.bi.query.QuestionTests;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.records.report.ReportColumns;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunnelsTest extends QuestionTests {

    @Test
    void a_funnel_by_a_field_of_too_many_values_is_refused_and_long_values_are_cut() {
        var caller = caller();
        questions.track(
                caller,
                List.of(
                        Questions.event("open", now(), "ada", "{'page': '" + "x".repeat(300) + "'}"),
                        Questions.event("read", now(), "ada", "{}")));
        var query = "{'funnel': {'steps': [{'event': 'open'}, {'event': 'read'}], 'window': {'n': 1, 'unit': 'day'},"
                + " 'by': 'properties.page'}, " + WEEK + "}";

        assertThat(questions.fresh(caller, query).series().getFirst().key()).hasSize(ReportColumns.GROUP_CHARS_MAX);

        questions.desk.owner(
                "INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)"
                        + " SELECT e.workspace_id, e.occurred_at, gen_random_uuid(), e.name_no, gen_random_uuid(), 0, e.received_at,"
                        + " jsonb_build_object('page', n::text) FROM bi.event e, generate_series(1, "
                        + (Funnels.GROUPS_MAX + 1)
                        + ") AS n WHERE e.workspace_id = '"
                        + caller.workspaceId().value() + "' AND e.props ? 'page'");
        assertThat(questions.faults(caller, query).stream().map(FieldError::field))
                .containsExactly("query.funnel.by");
    }
}
