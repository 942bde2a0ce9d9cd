package dev.tollgate.runtime.postgres;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that a server opened while it took no writes: they keep that setting for as long as they last. */
class ReadOnlyServerTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final InsertSql INSERT = InsertSql.ofQuery(
            "INSERT INTO outbox.message (slice, topic, key, body)", 1, "SELECT 0, $1::text, '', ''::bytea");
    private static final int CONNECTIONS = 3;

    private final PostgresSettings settings = TestDatabases.migrated();
    private Vertx vertx;
    private Database owner;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        owner = Database.open(vertx, settings, new DatabaseRole(settings.user()), 1, CLOCK);
        database = Database.open(vertx, settings, DatabaseRole.APP, CONNECTIONS, CLOCK);
        setReadOnly("on");
    }

    @AfterEach
    void close() {
        await(database.close());
        await(owner.close());
        await(vertx.close());
    }

    static Stream<Named<Function<Database, Future<?>>>> writes() {
        return Stream.of(
                Named.of(
                        "a transaction",
                        database -> database.transaction(
                                RowSecurityContext.NONE, deadline(), tx -> tx.query(INSERT.sql(), Tuple.of("one")))),
                Named.of(
                        "an insertion",
                        database -> database.insert(
                                RowSecurityContext.NONE,
                                new Insertion(deadline(), List.of(INSERT.row(Tuple.of("one"))), null, () -> true))));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void writes_succeed_once_the_server_takes_them_again(Function<Database, Future<?>> write) {
        var together = Stream.generate(() -> failure(write)).limit(CONNECTIONS).toList();
        var failures = await(Future.all(together)).<Throwable>list();
        setReadOnly("off");

        eventually(() -> catchThrowable(() -> await(write.apply(database))) == null);

        assertThat(failures).allSatisfy(failure -> {
            assertThat(failure).isInstanceOf(Failure.Unavailable.class);
            assertThat(((Failure) failure).effectUnknown()).isFalse();
            assertThat(SqlState.sqlState(failure)).isEqualTo("25006");
        });
    }

    private Future<Throwable> failure(Function<Database, Future<?>> write) {
        return write.apply(database)
                .transform(answer -> answer.failed()
                        ? Future.succeededFuture(answer.cause())
                        : Future.failedFuture(new AssertionError("a server that takes no writes took one")));
    }

    private void setReadOnly(String setting) {
        var sql = "ALTER DATABASE \"" + settings.database() + "\" SET default_transaction_read_only = " + setting;
        await(owner.transaction(RowSecurityContext.NONE, deadline(), tx -> tx.query(sql, Tuple.tuple())));
    }

    private static Instant deadline() {
        return CLOCK.instant().plusSeconds(10);
    }
}
