package dev.tollgate.runtime.postgres;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LostAnswersTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final InsertSql INSERT = InsertSql.ofQuery(
            "INSERT INTO outbox.message (slice, topic, key, body)", 1, "SELECT 0, $1::text, '', ''::bytea");
    private static final String COUNT = "SELECT count(*) FROM outbox.message";
    private Vertx vertx;
    private FaultyWire wire;
    private Database database;
    private Database direct;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        var settings = TestDatabases.migrated();
        wire = new FaultyWire(vertx, settings);
        direct = Database.open(vertx, settings, DatabaseRole.RELAY, 1, CLOCK);
        database = Database.open(vertx, wire.settings(), DatabaseRole.APP, 1, CLOCK);
        await(database.read(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple()));
    }

    @AfterEach
    void close() {
        await(database.close());
        await(direct.close());
        await(vertx.close());
    }

    @Test
    void a_commit_whose_answer_is_lost_may_have_taken_effect_and_is_said_to() {
        wire.swallowCommitReply();

        var failure = catchThrowable(() -> await(database.transaction(
                RowSecurityContext.NONE,
                CLOCK.instant().plusSeconds(10),
                tx -> tx.query(INSERT.sql(), Tuple.of("lost")))));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        assertThat(((Failure) failure).effectUnknown()).isTrue();
        eventually(() -> rows() == 1);
    }

    @Test
    void insertions_that_share_a_lost_answer_may_have_taken_effect_and_are_said_to() {
        wire.swallowReplyTo("second");

        // The body of a transaction runs on the loop, so both are of one turn.
        var both = await(database.transaction(
                RowSecurityContext.NONE,
                CLOCK.instant().plusSeconds(10),
                _ -> Future.succeededFuture(Future.all(failure("first"), failure("second")))));
        var failures = await(both.map(CompositeFuture::<Throwable>list));

        assertThat(failures).hasSize(2).allSatisfy(failure -> {
            assertThat(failure).isInstanceOf(Failure.Unavailable.class);
            assertThat(((Failure) failure).effectUnknown()).isTrue();
        });
        eventually(() -> rows() == 2);
    }

    private Future<Throwable> failure(String topic) {
        return database.insert(
                        RowSecurityContext.NONE,
                        new Insertion(
                                CLOCK.instant().plusSeconds(10),
                                List.of(INSERT.row(Tuple.of(topic))),
                                null,
                                () -> true))
                .transform(answer -> Future.succeededFuture(answer.cause()));
    }

    @Test
    void a_server_that_falls_silent_before_the_commit_cannot_hold_the_caller_beyond_its_deadline() {
        var failure = catchThrowable(() -> await(database.transaction(
                RowSecurityContext.NONE,
                CLOCK.instant().plusMillis(300),
                tx -> tx.query(INSERT.sql(), Tuple.of("first")).compose(_ -> {
                    wire.silence();
                    return tx.query(INSERT.sql(), Tuple.of("second"));
                }))));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        assertThat(((Failure) failure).effectUnknown()).isFalse();
        assertThat(rows()).isZero();
    }

    private long rows() {
        return await(direct.read(RowSecurityContext.NONE, COUNT, Tuple.tuple()))
                .iterator()
                .next()
                .getLong(0);
    }
}
