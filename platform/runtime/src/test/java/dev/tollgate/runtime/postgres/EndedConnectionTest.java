package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A connection that the server ends while several insertions share it. */
class EndedConnectionTest extends InsertTests {

    private static final String ENDING = " ends";

    /** A row whose name says so ends the connection on which it is inserted. */
    @BeforeAll
    static void rowsThatEndTheirConnection() {
        asOwner(
                "CREATE FUNCTION ended_connection() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$"
                        + " BEGIN PERFORM pg_terminate_backend(pg_backend_pid(), 60000); RETURN NEW; END $$",
                "CREATE TRIGGER ending BEFORE INSERT ON first FOR EACH ROW WHEN (NEW.name LIKE '%" + ENDING + "')"
                        + " EXECUTE FUNCTION ended_connection()");
    }

    /** Three insertions are two statements, one behind the other. */
    @Test
    void a_connection_that_ended_is_not_used_again_although_another_statement_of_it_had_an_ordinary_error() {
        var single = Database.open(vertx, settings, DatabaseRole.APP, 1, CLOCK);

        var failures = await(single.transaction(
                        RowSecurityContext.NONE,
                        soon(),
                        _ -> Future.succeededFuture(failures(single, name, name, name + ENDING)))
                .compose(sent -> sent));
        await(single.close());

        assertThat(failures.subList(0, 2)).noneMatch(EndedConnectionTest::isUnknown);
        assertThat(failures.getLast()).matches(EndedConnectionTest::isUnknown);
    }

    /** What each insertion failed with, or null. */
    private Future<List<Throwable>> failures(Database into, String... names) {
        return Future.all(Stream.of(names)
                        .map(row -> new Insertion(soon(), List.of(first(tenant, row)), null, () -> true))
                        .map(insertion -> into.insert(RowSecurityContext.of(tenant), insertion)
                                .<Throwable>transform(answer -> Future.succeededFuture(answer.cause())))
                        .toList())
                .map(CompositeFuture::list);
    }

    /** Whether it was sent, and the connection ended before its answer. */
    private static boolean isUnknown(Throwable cause) {
        return cause instanceof Failure failure && failure.effectUnknown();
    }
}
