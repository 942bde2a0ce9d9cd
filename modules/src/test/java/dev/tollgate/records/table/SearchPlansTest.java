package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.table.ListSql.Begin;
import dev.tollgate.records.table.SearchSql.Form;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of searches, and of counts of lists and searches. */
class SearchPlansTest extends ReadPlans {

    @ParameterizedTest
    @MethodSource("resources")
    void every_search_is_read_from_the_index_of_words_or_terms_behind_the_walls(Subject subject) {
        if (!subject.table().isSearched()) {
            return;
        }
        var sql = new TableSql(subject.table());
        for (var form : forms(subject.table())) {
            var plan = plan(sql.search.matches(form), parameters(form, subject.table()));

            assertWalled(plan, subject);
            var index = simpleName(subject) + (form.words() ? "_words" : "_terms");
            assertThat(plan).anyMatch(line -> line.contains("Bitmap Index Scan on " + index));
            assertThat(plan).anyMatch(line -> line.contains("Tid Scan on " + simpleName(subject)));
            assertThat(plan.stream()
                            .filter(line -> line.matches(".*Filter: \\(+workspace_id = .*col1\\) IS TRUE\\).*")))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_count_is_read_from_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table());
        for (var filters : filters(sql.list, subject.table(), ListOptions.NONE)) {
            var order = Objects.requireNonNull(subject.table().lists.order(null));
            var form = new ListSql.Form(filters, order, false, Begin.NOWHERE);
            assertWalled(plan(ListSql.counting(sql.list.list(form)), form.parameters()), subject);
        }
        if (subject.table().isSearched()) {
            var form = new Form(true, false, false);
            var counting = SearchSql.counting(sql.search.matches(form));
            assertWalled(plan(counting, parameters(form, subject.table())), subject);
        }
    }
}
