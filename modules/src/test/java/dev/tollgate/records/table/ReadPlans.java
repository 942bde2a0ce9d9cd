package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.Desk;
import dev.tollgate.modules.ProductModules;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The plans of statements that read records, for all resources of all modules, as the shared connections make them:
 * once, for any arguments. They must set the walls before a table is read, and read the table through an index.
 */
abstract class ReadPlans {

    private static final String AS_SHARED = """
            SELECT set_config('plan_cache_mode', $1, true), set_config('enable_seqscan', 'off', true)
            """;

    static final String WORKSPACE = "'01890a5d-ac96-774b-bcce-b302099a8057'";

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

    static void assertIndexed(List<String> plan, Subject subject) {
        assertWalled(plan, subject);
        assertThat(plan)
                .anyMatch(line -> line.contains("Index Cond: ((workspace_id = $1)")
                        || line.contains("Index Cond: (workspace_id = $1)"));
    }

    /** The walls are the outer side of the loop, and what is inside of it waits for their value. */
    static void assertWalled(List<String> plan, Subject subject) {
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

    static List<Form> forms(TableDeclaration<?> table) {
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

    static int parameters(Form form, TableDeclaration<?> table) {
        return 2
                + (form.words() ? 1 : 0)
                + (form.terms() ? 1 : 0)
                + (form.goesOn() ? 1 : 0)
                + table.lists.filters.size();
    }

    /** The filters of the statements of every list: any set of more than two filters has the statement of all. */
    static Set<Filters> filters(ListSql sql, TableDeclaration<?> table, ListOptions options) {
        var names = options.isDeleted() ? TableDeclaration.EXTERNAL_IDS : table.lists.allFilters();
        var pairs = names.stream().flatMap(one -> names.stream().map(other -> Set.copyOf(List.of(one, other))));
        return Stream.concat(Stream.of(Set.<String>of(), Set.copyOf(names)), pairs)
                .map(set -> {
                    var given = new HashMap<String, Object>();
                    set.forEach(name -> given.put(name, ""));
                    var listing = listing(given, options);
                    return sql.filters(listing.isOfChanges() ? listing : listing.withDefaults(table.lists.defaults));
                })
                .collect(Collectors.toSet());
    }

    static Listing listing(Map<String, Object> filters, ListOptions options) {
        return new Listing(null, null, null, null, filters, options);
    }

    static List<String> plan(String sql, int parameters) {
        return explained(WalledStatements.text(sql, parameters), parameters + 1);
    }

    static List<String> explained(String statement, int parameters) {
        return explained(statement, Collections.nCopies(parameters, "NULL"), "force_generic_plan");
    }

    static List<String> explained(String statement, List<String> args, String planned) {
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

    static String simpleName(Subject subject) {
        return subject.table().name.substring(subject.table().name.indexOf('.') + 1);
    }
}
