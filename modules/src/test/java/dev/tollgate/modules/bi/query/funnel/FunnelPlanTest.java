package dev.tollgate.modules.bi.query.funnel;

import dev.tollgate.modules.bi.query.QuestionPlans;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import dev.tollgate.records.report.FieldValue;
import dev.tollgate.records.report.Report.Comparison;
import dev.tollgate.records.report.Report.Filter;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunnelPlanTest {

    @Test
    void rows_of_the_steps_are_found_through_an_index() {
        try (var plans = new QuestionPlans()) {
            var funnel = (InsightQuery.Funnel) plans.query("""
                    {'funnel': {'steps': [{'event': 'signup'}, {'event': 'order'}], 'window': {'n': 1, 'unit': 'day'},
                                'by': 'properties.plan'}, %s}
                    """);
            var paid = new Filter("properties.amount", Comparison.GT, List.of(new FieldValue.Decimal(BigDecimal.ONE)));

            plans.requireIndex(Funnels.rows(new Funnels.Planned(
                    funnel,
                    plans.columns(),
                    List.of(1, 2),
                    List.of(List.of(), List.of(List.of(paid))),
                    funnel.time().buckets(ZoneOffset.UTC, plans.now(), new QueryFaults()))));
        }
    }
}
