package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads of single rows by key, many in one turn of the loop. Rows tell when their statement began. */
class KeyReadsTest extends OnDatabase {

    private static final String SELECT =
            "SELECT id, pg_backend_pid() || ' ' || statement_timestamp() FROM keyed WHERE workspace_id = $1";
    private static final KeyedRows ROWS = rows(SELECT);
    private static final KeyedRows BROKEN = rows(SELECT + " AND 1 / length(left(id::text, 0)) = 1");
    private static final RowSecurityContext MINE = session();
    private static final RowSecurityContext THEIRS = session();
    private static final List<UUID> KEYS =
            IntStream.range(0, 100).mapToObj(_ -> UUID.randomUUID()).toList();

    private static KeyedRows rows(String select) {
        return new KeyedRows(select + " AND id = $2", select + " AND id = ANY ($2)", 0);
    }

    private static RowSecurityContext session() {
        return new RowSecurityContext(new TenantId(UUID.randomUUID()), new WorkspaceId(UUID.randomUUID()), false);
    }

    @BeforeAll
    static void table() {
        asOwner(
                "CREATE TABLE keyed (workspace_id uuid, id uuid, PRIMARY KEY (workspace_id, id))",
                "ALTER TABLE keyed ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON keyed TO tollgate_app USING (workspace_id = (SELECT runtime.current_workspace()))",
                "GRANT SELECT, INSERT ON keyed TO tollgate_app");
        for (var session : List.of(MINE, THEIRS)) {
            await(database.transaction(
                    session,
                    soon(),
                    tx -> tx.query(
                            "INSERT INTO keyed SELECT $1, unnest($2::uuid[])",
                            Tuple.tuple().addValue(workspace(session)).addValue(KEYS.toArray(UUID[]::new)))));
        }
    }

    @Test
    void every_read_of_a_turn_gets_the_row_of_its_key_or_none() {
        var absent = UUID.randomUUID();

        var found = inOneTurn(100, read -> database.readRow(MINE, ROWS, read % 10 == 9 ? absent : KEYS.get(read / 2)));

        for (int read = 0; read < 100; read++) {
            var row = found.get(read);
            assertThat(row.isPresent()).isEqualTo(read % 10 != 9);
            if (row.isPresent()) {
                assertThat(row.get().getUUID(0)).isEqualTo(KEYS.get(read / 2));
            }
        }
    }

    @Test
    void reads_of_one_turn_and_workspace_share_statements_of_bounded_size() {
        var found = inOneTurn(KeyReads.SHARED_MAX + 1, read -> database.readRow(MINE, ROWS, KEYS.get(read)));

        assertThat(statements(found.subList(0, KeyReads.SHARED_MAX))).hasSize(1);
        assertThat(statements(found)).hasSize(2);
    }

    @Test
    void reads_of_different_workspaces_share_no_statement_and_see_their_own_rows() {
        var found = inOneTurn(20, read -> database.readRow(read % 2 == 0 ? MINE : THEIRS, ROWS, KEYS.getFirst()));

        assertThat(found).allSatisfy(row -> assertThat(row).isPresent());
        var mine = IntStream.range(0, 10).mapToObj(read -> found.get(2 * read)).toList();
        var theirs =
                IntStream.range(0, 10).mapToObj(read -> found.get(2 * read + 1)).toList();
        assertThat(statements(mine)).hasSize(1).doesNotContainAnyElementsOf(statements(theirs));
    }

    @Test
    void a_failed_statement_fails_its_reads_and_no_others() {
        var broken = Promise.<Boolean>promise();

        var found = inOneTurn(10, read -> {
            if (read % 2 == 0) {
                return database.readRow(MINE, ROWS, KEYS.get(read));
            }
            var answer = database.readRow(MINE, BROKEN, KEYS.get(read));
            return answer.onFailure(_ -> broken.tryComplete(true)).otherwise(Optional.empty());
        });

        assertThat(await(broken.future())).isTrue();
        assertThat(found).filteredOn(Optional::isPresent).hasSize(5);
    }

    @Test
    void a_caller_that_throws_keeps_no_other_of_its_statement_from_its_row() {
        var found = inOneTurn(10, read -> {
            var answer = database.readRow(MINE, ROWS, KEYS.get(read));
            if (read > 0) {
                return answer;
            }
            var _ = answer.onSuccess(_ -> {
                throw new IllegalStateException("thrown by a caller");
            });
            return Future.succeededFuture(Optional.empty());
        });

        assertThat(found).filteredOn(Optional::isPresent).hasSize(9);
    }

    private static List<Optional<Row>> inOneTurn(int reads, IntFunction<Future<Optional<Row>>> read) {
        var answers = await(database.transaction(
                RowSecurityContext.NONE,
                soon(),
                _ -> Future.succeededFuture(
                        IntStream.range(0, reads).mapToObj(read).toList())));
        await(Future.all(answers));
        return answers.stream().map(Future::result).toList();
    }

    private static UUID workspace(RowSecurityContext session) {
        return Objects.requireNonNull(session.workspace()).value();
    }

    private static Set<String> statements(List<Optional<Row>> found) {
        var statements = new HashSet<String>();
        found.forEach(row -> statements.add(row.orElseThrow().getString(1)));
        return statements;
    }
}
