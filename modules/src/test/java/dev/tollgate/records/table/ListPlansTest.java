package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.page.Since;
import dev.tollgate.records.table.ListSql.Begin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans of lists, in every order, and of changes and deletions. */
class ListPlansTest extends ReadPlans {

    /** Statements that list records, over all tables, at most. A connection keeps 3,072 statements prepared. */
    private static final int LIST_STATEMENTS_MAX = 2_100;

    static Stream<Subject> newestFirst() {
        return resources().filter(subject -> subject.table().lists.order.equals(Order.NEWEST_FIRST));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_list_is_read_from_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        for (var filters : filters(sql, subject.table(), ListOptions.NONE)) {
            for (var goesOn : List.of(false, true)) {
                var order = Objects.requireNonNull(subject.table().lists.order(null));
                var form = new ListSql.Form(filters, order, goesOn, Begin.NOWHERE);

                assertIndexed(plan(sql.page(form), form.parameters()), subject);
            }
        }
    }

    /** Deal stages, which have an order of their own, are few and are read in it. */
    @ParameterizedTest
    @MethodSource("newestFirst")
    void records_of_another_system_are_read_from_an_index_of_it(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        var filters = new Filters(List.of("external_source"), false);
        var form = new ListSql.Form(filters, Order.NEWEST_FIRST, false, Begin.NOWHERE);

        assertThat(plan(sql.page(form), form.parameters()))
                .anyMatch(line -> line.contains("Index Cond: ((workspace_id = $1) AND (external_source = $3)"));
    }

    @Test
    void superseded_activities_are_read_from_their_index() {
        var table = resources()
                .map(Subject::table)
                .filter(one -> one.name.equals("activity.activity"))
                .findFirst()
                .orElseThrow();
        var sql = new TableSql(table).list;
        var filters = sql.filters(listing(Map.of("superseded", true), ListOptions.NONE));
        var form = new ListSql.Form(filters, table.lists.order, false, Begin.NOWHERE);
        var args = Stream.concat(
                        Stream.of(WORKSPACE, "10"),
                        filters.names().stream().map(name -> name.equals("superseded") ? "true" : "NULL"))
                .toList();

        assertThat(filters.optional()).isTrue();
        assertThat(explained(sql.list(form), args, "force_custom_plan"))
                .anyMatch(line -> line.contains("Index Scan Backward using activity_superseded"));
    }

    /** A list of every set of filters, in every order, first and later pages, and their counts. */
    @Test
    void the_statements_of_all_lists_of_all_tables_stay_prepared() {
        var statements = new HashSet<String>();
        resources().map(Subject::table).forEach(table -> {
            var sql = new TableSql(table);
            for (var goesOn : List.of(false, true)) {
                var sorts = new ArrayList<@Nullable String>(table.sorts());
                sorts.add(null);
                for (var sort : sorts) {
                    var order = Objects.requireNonNull(table.lists.order(sort));
                    for (var filters : filters(sql.list, table, new ListOptions(null, null, sort, null, null))) {
                        statements.add(sql.list.page(new ListSql.Form(filters, order, goesOn, Begin.NOWHERE)));
                        statements.add(ListSql.counting(
                                sql.list.list(new ListSql.Form(filters, table.lists.order, false, Begin.NOWHERE))));
                    }
                }
                for (var begin : List.of(Begin.AT_POSITION, Begin.AT_TIME)) {
                    for (var filters : filters(sql.list, table, changes(false))) {
                        statements.add(sql.list.page(new ListSql.Form(filters, Order.CHANGES, goesOn, begin)));
                    }
                    for (var filters : filters(sql.list, table, changes(true))) {
                        statements.add(sql.list.deletions(new ListSql.Form(filters, Order.CHANGES, goesOn, begin)));
                    }
                }
            }
            if (table.isSearched()) {
                statements.add(sql.search.all);
                for (var form : forms(table)) {
                    statements.add(sql.search.matches(form));
                    statements.add(SearchSql.counting(sql.search.matches(form)));
                }
            }
        });

        assertThat(statements).hasSizeLessThan(LIST_STATEMENTS_MAX);
    }

    private static ListOptions changes(boolean deleted) {
        return new ListOptions(null, null, null, Since.EVER, deleted);
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_order_is_that_of_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        for (var sort : subject.table().sorts()) {
            for (var goesOn : List.of(false, true)) {
                var order = Objects.requireNonNull(subject.table().lists.order(sort));
                var form = new ListSql.Form(Filters.NONE, order, goesOn, Begin.NOWHERE);
                var plan = plan(sql.page(form), form.parameters());

                assertIndexed(plan, subject);
                assertThat(plan).as(sort).noneMatch(ListPlansTest::sortsATable);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void changes_and_deletions_are_read_in_the_order_of_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        for (var begin : List.of(Begin.AT_POSITION, Begin.AT_TIME)) {
            for (var goesOn : List.of(false, true)) {
                var form = new ListSql.Form(Filters.NONE, Order.CHANGES, goesOn, begin);
                var changes = plan(sql.page(form), form.parameters());
                var deletions = plan(sql.deletions(form), form.parameters());

                assertIndexed(changes, subject);
                assertThat(changes)
                        .anyMatch(line -> line.contains("Index Scan using " + simpleName(subject) + "_changed"));
                assertThat(deletions).anyMatch(line -> line.contains("Index Scan using tombstone_changed"));
                assertThat(Stream.concat(changes.stream(), deletions.stream())).noneMatch(ListPlansTest::sortsATable);
            }
        }
    }

    /** A statement without an order of its own may give its rows in any. */
    @ParameterizedTest
    @MethodSource("resources")
    void a_page_that_is_bounded_in_bytes_asks_for_the_order_of_its_list(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        var form = new ListSql.Form(Filters.NONE, subject.table().lists.order, false, Begin.NOWHERE);
        if (sql.page(form).equals(sql.list(form))) {
            return;
        }

        assertThat(sql.page(form).strip()).endsWith("ORDER BY place");
        assertThat(plan(sql.page(form), form.parameters()))
                .anyMatch(line -> line.contains("Window: ") && line.contains("(ORDER BY placed.place ROWS "))
                .anyMatch(line -> line.contains("Sort Key: placed.place"));
    }

    /** Only the rows of one page are sorted: by their place in it, where the page is bounded in bytes. */
    private static boolean sortsATable(String line) {
        return line.contains("Sort Key: ")
                && !line.contains("Sort Key: m.")
                && !line.contains("Sort Key: placed.place");
    }
}
