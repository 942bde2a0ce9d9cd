package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.Desk;
import dev.tollgate.modules.ProductModules;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.ListSql.Begin;
import dev.tollgate.records.table.SearchSql.Form;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.WalledStatements;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans of every statement that reads records, for all resources of all modules, as the shared connections make
 * them: once, for any arguments. They must set the walls before a table is read, and read the table through an index.
 */
class ReadPlansTest {

    private static final String AS_SHARED = """
            SELECT set_config('plan_cache_mode', $1, true), set_config('enable_seqscan', 'off', true)
            """;

    /** Statements that list records, over all tables, at most. A connection keeps 2,048 statements prepared. */
    private static final int LIST_STATEMENTS_MAX = 2_100;

    private static final String WORKSPACE = "'01890a5d-ac96-774b-bcce-b302099a8057'";

    private static Desk desk;
    private static int plans;

    /** A resource's table. */
    record Subject(TableDeclaration<?> table) {
        @Override
        public String toString() {
            return table.name;
        }
    }

    @BeforeAll
    static void open() {
        desk = new Desk(new ProductModules().modules().getFirst());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    static Stream<Subject> resources() {
        return new ProductModules()
                .sets().stream()
                        .flatMap(module -> ((RecordModule) module).resources().stream())
                        .map(ResourceOperations::table)
                        .map(Subject::new);
    }

    static Stream<Subject> newestFirst() {
        return resources().filter(subject -> subject.table().order.equals(Order.NEWEST_FIRST));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_record_is_read_by_its_key_behind_the_walls(Subject subject) {
        var plan = plan(new TableSql(subject.table()).get, 2);

        assertWalled(plan, subject);
        assertThat(plan).anyMatch(line -> line.contains("Index Cond: ((workspace_id = $1) AND (id = $2))"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_list_is_read_from_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        for (var filters : filters(sql, subject.table(), ListOptions.NONE)) {
            for (var goesOn : List.of(false, true)) {
                var order = Objects.requireNonNull(subject.table().order(null));
                var form = new ListSql.Form(filters, order, goesOn, Begin.NOWHERE);

                assertIndexed(plan(sql.list(form), form.parameters()), subject);
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

        assertThat(plan(sql.list(form), form.parameters()))
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
        var form = new ListSql.Form(filters, table.order, false, Begin.NOWHERE);
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
                    var order = Objects.requireNonNull(table.order(sort));
                    for (var filters : filters(sql.list, table, new ListOptions(null, null, sort, null, null))) {
                        statements.add(sql.list.list(new ListSql.Form(filters, order, goesOn, Begin.NOWHERE)));
                        statements.add(ListSql.counting(
                                sql.list.list(new ListSql.Form(filters, table.order, false, Begin.NOWHERE))));
                    }
                }
                for (var begin : List.of(Begin.AT_POSITION, Begin.AT_TIME)) {
                    for (var filters : filters(sql.list, table, changes(false))) {
                        statements.add(sql.list.list(new ListSql.Form(filters, Order.CHANGES, goesOn, begin)));
                    }
                    for (var filters : filters(sql.list, table, changes(true))) {
                        statements.add(sql.list.deletions(new ListSql.Form(filters, Order.CHANGES, goesOn, begin)));
                    }
                }
            }
            if (table.searched) {
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
                var order = Objects.requireNonNull(subject.table().order(sort));
                var form = new ListSql.Form(Filters.NONE, order, goesOn, Begin.NOWHERE);
                var plan = plan(sql.list(form), form.parameters());

                assertIndexed(plan, subject);
                assertThat(plan).as(sort).noneMatch(line -> line.contains("Sort"));
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
                var changes = plan(sql.list(form), form.parameters());
                var deletions = plan(sql.deletions(form), form.parameters());

                assertIndexed(changes, subject);
                assertThat(changes)
                        .anyMatch(line -> line.contains("Index Scan using " + simpleName(subject) + "_changed"));
                assertThat(deletions).anyMatch(line -> line.contains("Index Scan using tombstone_changed"));
                assertThat(Stream.concat(changes.stream(), deletions.stream()))
                        .noneMatch(line -> line.contains("Sort") && !line.contains("Sort Key: m."));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void a_record_is_found_by_its_external_ids_in_their_index(Subject subject) {
        var sql = new TableSql(subject.table());

        var updated = subject.table().updateMapping != null;
        for (var statement : updated ? List.of(sql.byExternalIds, sql.lockByExternalIds) : List.of(sql.byExternalIds)) {
            assertThat(explained(statement, 3))
                    .anyMatch(line -> line.contains("Index Scan using " + simpleName(subject) + "_external_key"));
        }
    }

    private static void assertIndexed(List<String> plan, Subject subject) {
        assertWalled(plan, subject);
        assertThat(plan)
                .anyMatch(line -> line.contains("Index Cond: ((workspace_id = $1)")
                        || line.contains("Index Cond: (workspace_id = $1)"));
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_search_is_read_from_the_index_of_words_or_terms_behind_the_walls(Subject subject) {
        if (!subject.table().searched) {
            return;
        }
        var sql = new TableSql(subject.table());
        for (var form : forms(subject.table())) {
            var plan = plan(sql.search.matches(form), parameters(form, subject.table()));

            assertWalled(plan, subject);
            var index = simpleName(subject) + (form.words() ? "_words" : "_terms");
            assertThat(plan).anyMatch(line -> line.contains("Bitmap Index Scan on " + index));
            assertThat(plan).anyMatch(line -> line.contains("Filter: ((workspace_id = (InitPlan 1).col1) IS TRUE)"));
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_count_is_read_from_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table());
        for (var filters : filters(sql.list, subject.table(), ListOptions.NONE)) {
            var order = Objects.requireNonNull(subject.table().order(null));
            var form = new ListSql.Form(filters, order, false, Begin.NOWHERE);
            assertWalled(plan(ListSql.counting(sql.list.list(form)), form.parameters()), subject);
        }
        if (subject.table().searched) {
            var form = new Form(true, false, false);
            var counting = SearchSql.counting(sql.search.matches(form));
            assertWalled(plan(counting, parameters(form, subject.table())), subject);
        }
    }

    @Test
    void names_are_read_from_an_index_behind_the_walls() {
        var targets = referred();

        var byId = plan(RecordNames.byId(targets), 1 + targets.size());
        var byName = plan(RecordNames.byName(targets), 1 + targets.size());
        var newest = plan(RecordNames.newest(targets), 1);

        for (var plan : List.of(byId, byName, newest)) {
            assertThat(plan.subList(0, 3)).containsExactly("Nested Loop", "  ->  Result", "  ->  Append");
            assertThat(plan)
                    .noneMatch(line -> line.contains("Seq Scan"))
                    .filteredOn(line -> line.contains("One-Time Filter: ((set_config('tollgate.walls'::text, $"))
                    .hasSameSizeAs(targets);
        }
        assertThat(byName)
                .filteredOn(line -> line.contains("Index Cond: ((workspace_id = $1) AND ("))
                .hasSameSizeAs(targets);
    }

    /** Everything with a name that a column of any table refers to. */
    private static List<ReferenceTarget> referred() {
        return resources()
                .flatMap(subject -> subject.table().references.stream())
                .map(ReferenceColumn::target)
                .filter(target -> target.name() != null)
                .distinct()
                .toList();
    }

    /** The walls are the outer side of the loop, and what is inside of it waits for their value. */
    private static void assertWalled(List<String> plan, Subject subject) {
        assertThat(plan.getFirst()).isEqualTo("Nested Loop");
        assertThat(plan.get(1)).isEqualTo("  ->  Result");
        assertThat(plan.get(2)).isEqualTo("  ->  Result");
        assertThat(plan.get(3)).contains("One-Time Filter: ").contains("((set_config('tollgate.walls'::text, $");
        assertThat(plan.subList(4, plan.size()))
                .as(subject.table().name)
                .anyMatch(line -> line.contains(" on " + simpleName(subject)))
                .noneMatch(line -> line.contains("Seq Scan on " + simpleName(subject)))
                .noneMatch(line -> line.contains("Subplans Removed"))
                .noneMatch(line -> line.contains("Gather"));
    }

    private static List<Form> forms(TableDeclaration<?> table) {
        boolean fields = table.shape.columns().stream().anyMatch(column -> column.field() == CustomFields.class);
        var forms = new ArrayList<Form>();
        for (var goesOn : List.of(false, true)) {
            forms.add(new Form(true, false, goesOn));
            if (fields) {
                forms.add(new Form(false, true, goesOn));
                forms.add(new Form(true, true, goesOn));
            }
        }
        return forms;
    }

    private static int parameters(Form form, TableDeclaration<?> table) {
        return 2 + (form.words() ? 1 : 0) + (form.terms() ? 1 : 0) + (form.goesOn() ? 1 : 0) + table.filters.size();
    }

    /** The filters of the statements of every list: any set of more than two filters has the statement of all. */
    private static Set<Filters> filters(ListSql sql, TableDeclaration<?> table, ListOptions options) {
        var names = options.isDeleted() ? TableDeclaration.EXTERNAL_IDS : table.listFilters();
        var pairs = names.stream().flatMap(one -> names.stream().map(other -> Set.copyOf(List.of(one, other))));
        return Stream.concat(Stream.of(Set.<String>of(), Set.copyOf(names)), pairs)
                .map(set -> {
                    var given = new HashMap<String, Object>();
                    set.forEach(name -> given.put(name, ""));
                    var listing = listing(given, options);
                    return sql.filters(listing.isOfChanges() ? listing : listing.withDefaults(table.listDefaults));
                })
                .collect(Collectors.toSet());
    }

    private static Listing listing(Map<String, Object> filters, ListOptions options) {
        return new Listing(null, null, null, null, filters, options);
    }

    private static List<String> plan(String sql, int parameters) {
        return explained(WalledStatements.text(sql, parameters), parameters + 1);
    }

    private static List<String> explained(String statement, int parameters) {
        return explained(statement, Collections.nCopies(parameters, "NULL"), "force_generic_plan");
    }

    private static List<String> explained(String statement, List<String> args, String planned) {
        var name = "read_" + ++plans;
        var rows = Desk.await(desk.database.transaction(
                RowSecurityContext.NONE, desk.clock.instant().plus(Duration.ofSeconds(10)), transaction -> {
                    transaction.rollbackOnly();
                    var before = List.<Future<RowSet<Row>>>of(
                            transaction.query(AS_SHARED, Tuple.of(planned)),
                            transaction.query("PREPARE " + name + " AS " + statement, Tuple.tuple()));
                    return Future.all(before)
                            .compose(_ -> transaction.query(
                                    "EXPLAIN (COSTS off) EXECUTE " + name + "(" + String.join(", ", args) + ")",
                                    Tuple.tuple()));
                }));
        var plan = new ArrayList<String>();
        rows.forEach(row -> plan.add(row.getString(0)));
        return plan;
    }

    private static String simpleName(Subject subject) {
        return subject.table().name.substring(subject.table().name.indexOf('.') + 1);
    }
}
