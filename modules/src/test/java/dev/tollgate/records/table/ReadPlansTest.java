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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
            SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)
            """;

    /** Of more filters not every set is planned. */
    private static final int FILTERS_MAX = 5;

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
        for (var filters : filters(subject.table().listFilters())) {
            for (var goesOn : List.of(false, true)) {
                var order = Objects.requireNonNull(subject.table().order(null));
                var form = new ListSql.Form(sql.filterSet(filters, false), order, goesOn, Begin.NOWHERE);

                assertIndexed(plan(sql.list(form), form.parameters()), subject);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_order_is_that_of_an_index_behind_the_walls(Subject subject) {
        var sql = new TableSql(subject.table()).list;
        for (var sort : subject.table().sorts()) {
            for (var goesOn : List.of(false, true)) {
                var order = Objects.requireNonNull(subject.table().order(sort));
                var form = new ListSql.Form(0, order, goesOn, Begin.NOWHERE);
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
                var form = new ListSql.Form(0, Order.CHANGES, goesOn, begin);
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
        for (var form : forms(sql, subject.table())) {
            var plan = plan(sql.search.matches(form), parameters(form));

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
        for (var filters : filters(subject.table().listFilters())) {
            var order = Objects.requireNonNull(subject.table().order(null));
            var form = new ListSql.Form(sql.list.filterSet(filters, false), order, false, Begin.NOWHERE);
            assertWalled(plan(ListSql.counting(sql.list.list(form)), form.parameters()), subject);
        }
        if (subject.table().searched) {
            var form = new Form(0, true, false, false);
            assertWalled(plan(SearchSql.counting(sql.search.matches(form)), parameters(form)), subject);
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
                .map(TableDeclaration.Reference::target)
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

    private static List<Form> forms(TableSql sql, TableDeclaration<?> table) {
        boolean fields = table.shape.columns().stream().anyMatch(column -> column.field() == CustomFields.class);
        var forms = new ArrayList<Form>();
        for (var filters : filters(table.filters)) {
            for (var goesOn : List.of(false, true)) {
                forms.add(new Form(sql.list.filterSet(filters, false), true, false, goesOn));
                if (fields) {
                    forms.add(new Form(sql.list.filterSet(filters, false), false, true, goesOn));
                    forms.add(new Form(sql.list.filterSet(filters, false), true, true, goesOn));
                }
            }
        }
        return forms;
    }

    private static int parameters(Form form) {
        return 2
                + (form.words() ? 1 : 0)
                + (form.terms() ? 1 : 0)
                + (form.goesOn() ? 1 : 0)
                + Long.bitCount(form.filterSet());
    }

    /** Every set of filters that a list can have; of many filters all pairs, and all together. */
    private static List<Map<String, String>> filters(List<String> names) {
        int all = (1 << names.size()) - 1;
        return IntStream.rangeClosed(0, all)
                .filter(set -> names.size() <= FILTERS_MAX || Integer.bitCount(set) <= 2 || set == all)
                .<Map<String, String>>mapToObj(set -> {
                    var filters = new HashMap<String, String>();
                    for (int i = 0; i < names.size(); i++) {
                        if ((set & 1 << i) != 0) {
                            filters.put(names.get(i), "");
                        }
                    }
                    return filters;
                })
                .toList();
    }

    private static List<String> plan(String sql, int parameters) {
        return explained(WalledStatements.text(sql, parameters), parameters + 1);
    }

    private static List<String> explained(String statement, int parameters) {
        var name = "read_" + ++plans;
        var nulls = String.join(
                ", ", IntStream.range(0, parameters).mapToObj(_ -> "NULL").toList());
        var rows = Desk.await(desk.database.transaction(
                RowSecurityContext.NONE, desk.clock.instant().plus(Duration.ofSeconds(10)), transaction -> {
                    transaction.rollbackOnly();
                    var before = List.<Future<RowSet<Row>>>of(
                            transaction.query(AS_SHARED, Tuple.tuple()),
                            transaction.query("PREPARE " + name + " AS " + statement, Tuple.tuple()));
                    return Future.all(before)
                            .compose(_ -> transaction.query(
                                    "EXPLAIN (COSTS off) EXECUTE " + name + "(" + nulls + ")", Tuple.tuple()));
                }));
        var plan = new ArrayList<String>();
        rows.forEach(row -> plan.add(row.getString(0)));
        return plan;
    }

    private static String simpleName(Subject subject) {
        return subject.table().name.substring(subject.table().name.indexOf('.') + 1);
    }
}
