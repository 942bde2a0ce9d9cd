package dev.tollgate.modules.bi.query.retention;

import dev.tollgate.modules.bi.query.QuestionPlans;
import dev.tollgate.modules.bi.query.grammar.InsightQuery;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {

    @Test
    void rows_of_both_events_are_found_through_an_index() {
        try (var plans = new QuestionPlans()) {
            var retention = (InsightQuery.Retention)
                    plans.query("{'retention': {'start': 'signup', 'return': 'order', 'grain': 'day'}, %s}");
            var buckets = retention.time().buckets(ZoneOffset.UTC, plans.now(), new QueryFaults());

            plans.requireIndex(Retentions.rows(
                    new Retentions.Planned(retention, plans.columns(), QuestionPlans.NUMBERS, buckets, buckets)));
        }
    }
}
