package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest extends OnDatabase {

    private static final String INSERT = "INSERT INTO note (id, text) VALUES ($1, $2)";
    private static final String LOCK = "SELECT 1 FROM note WHERE id = $1 FOR UPDATE";
    private static final String COUNT = "SELECT count(*) FROM note WHERE id = $1";
    private UUID id;

    @BeforeAll
    static void tables() {
        asOwner(
                "CREATE TABLE note (id uuid PRIMARY KEY, text text NOT NULL)",
                "GRANT SELECT, INSERT, UPDATE ON note TO tollgate_app",
                "CREATE TABLE secret (tenant uuid NOT NULL)",
                "ALTER TABLE secret ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON secret USING (tenant = (SELECT runtime.current_tenant()))",
                "GRANT SELECT, INSERT ON secret TO tollgate_app");
    }

    @BeforeEach
    void newId() {
        id = UUID.randomUUID();
    }

    @Test
    void what_is_committed_is_read_again() {
        await(database.transaction(RowSecurityContext.NONE, soon(), tx -> tx.query(INSERT, Tuple.of(id, "kept"))));

        assertThat(count()).isOne();
    }

    @Test
    void a_failed_statement_cannot_be_committed_even_if_the_body_looks_away() {
        var failure = catchThrowable(() -> await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            var kept = tx.query(INSERT, Tuple.of(id, "first"));
            return tx.query(INSERT, Tuple.of(id, "same key again")).transform(_ -> kept);
        })));

        assertThat(SqlState.sqlState(failure)).isEqualTo(SqlState.UNIQUE_VIOLATION);
        assertThat(count()).isZero();
    }

    @Test
    void a_statement_that_comes_after_the_end_is_refused_and_changes_nothing() {
        var late = Promise.<RowSet<Row>>promise();
        var failure = catchThrowable(() -> await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            tx.query(COUNT, Tuple.of(id))
                    .compose(_ -> tx.query(COUNT, Tuple.of(id)))
                    .compose(_ -> tx.query(INSERT, Tuple.of(id, "late")))
                    .onComplete(late);
            return Future.failedFuture("somebody else was first");
        })));

        var refused = catchThrowable(() -> await(late.future()));

        assertThat(failure).hasMessage("somebody else was first");
        assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("has ended");
        assertThat(count()).isZero();
    }

    @Test
    void a_statement_that_fails_together_with_commit_undoes_everything() {
        for (int attempt = 0; attempt < 3; attempt++) {
            var failure = catchThrowable(() -> await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
                tx.atCommit(INSERT, Tuple.of(id, "first"));
                tx.atCommit(INSERT, Tuple.of(id, "same key again"));
                return Future.succeededFuture();
            })));

            assertThat(SqlState.sqlState(failure)).isEqualTo(SqlState.UNIQUE_VIOLATION);
        }
        assertThat(count()).isZero();
    }

    @Test
    void arguments_of_the_wrong_type_undo_everything_prepared_or_not() {
        for (int attempt = 0; attempt < 3; attempt++) {
            var failure = catchThrowable(() -> await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
                tx.atCommit(INSERT, Tuple.of(id, "fine"));
                tx.atCommit(COUNT, Tuple.of(new Object()));
                return Future.succeededFuture();
            })));

            assertThat(failure).isNotNull();
        }
        assertThat(count()).isZero();
    }

    @Test
    void a_rollback_that_was_asked_for_keeps_the_answer_and_undoes_the_rest() {
        var answer = await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            tx.rollbackOnly();
            return tx.query(INSERT, Tuple.of(id, "tried")).map("refused");
        }));

        assertThat(answer).isEqualTo("refused");
        assertThat(count()).isZero();
    }

    @Test
    void the_deadline_ends_a_transaction_on_the_server() {
        var deadline = CLOCK.instant().plusMillis(200);

        var failure = catchThrowable(() -> await(database.transaction(
                RowSecurityContext.NONE, deadline, tx -> tx.query("SELECT pg_sleep(3)", Tuple.tuple()))));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        assertThat(((Failure) failure).effectUnknown()).isFalse();
        assertThat(count()).isZero();
    }

    @Test
    void a_deadline_that_has_passed_begins_nothing() {
        var failure = catchThrowable(() -> await(database.transaction(
                RowSecurityContext.NONE,
                CLOCK.instant().minusMillis(1),
                tx -> tx.query(INSERT, Tuple.of(id, "late")))));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
    }

    @Test
    void a_backend_that_dies_before_the_commit_has_changed_nothing() {
        var failure = catchThrowable(() -> await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            var pid = tx.query("SELECT pg_backend_pid() AS pid", Tuple.tuple());
            return tx.query(INSERT, Tuple.of(id, "lost"))
                    .compose(_ -> pid)
                    .compose(rows -> terminate(rows.iterator().next().getInteger("pid")))
                    .compose(_ -> tx.query(COUNT, Tuple.of(id)));
        })));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        assertThat(((Failure) failure).effectUnknown()).isFalse();
        assertThat(count()).isZero();
    }

    @Test
    void a_row_that_another_holds_is_waited_for_no_longer_than_the_lock_timeout() {
        await(database.transaction(RowSecurityContext.NONE, soon(), tx -> tx.query(INSERT, Tuple.of(id, "contended"))));
        var lock = "UPDATE note SET text = 'mine' WHERE id = $1";

        var failure = await(database.transaction(
                RowSecurityContext.NONE,
                soon(),
                tx -> tx.query(lock, Tuple.of(id))
                        .compose(_ -> database.transaction(
                                        RowSecurityContext.NONE, soon(), other -> other.query(lock, Tuple.of(id)))
                                .map((Throwable) null)
                                .otherwise(cause -> cause))));

        assertThat(SqlState.sqlState(failure)).isEqualTo(SqlState.LOCK_NOT_AVAILABLE);
    }

    /** Read by the statement that locks, rows of other tables would be as they were before the wait. */
    @Test
    void who_waited_for_a_row_reads_what_was_committed_meanwhile() {
        var part = UUID.randomUUID();
        var texts = "SELECT (SELECT text FROM note WHERE id = '" + part + "') AS part FROM note WHERE id = $1";
        await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            var whole = tx.query(INSERT, Tuple.of(id, "whole"));
            return whole.compose(_ -> tx.query(INSERT, Tuple.of(part, "before")));
        }));
        var locked = Promise.<Void>promise();
        var waits = Promise.<Void>promise();

        var first = database.transaction(
                RowSecurityContext.NONE,
                soon(),
                tx -> tx.query(LOCK, Tuple.of(id))
                        .onComplete(_ -> locked.complete())
                        .compose(_ -> waits.future())
                        .compose(_ -> tx.query("UPDATE note SET text = 'after' WHERE id = $1", Tuple.of(part))));
        await(locked.future());
        var second = database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            tx.waitForLocks();
            return tx.lockThenRead(LOCK, texts, Tuple.of(id));
        });
        untilSomebodyWaits();
        waits.complete();
        await(first);

        assertThat(await(second).iterator().next().getString("part")).isEqualTo("after");
    }

    @Test
    void a_name_is_locked_by_a_digest_that_no_caller_can_aim_at() throws NoSuchAlgorithmException {
        var name = "webhooks.event " + id;
        var digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        var held = "SELECT (classid::bigint << 32 | objid::bigint) AS key FROM pg_locks"
                + " WHERE locktype = 'advisory' AND pid = pg_backend_pid()";

        var keys = await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            var _ = tx.lock(name);
            return tx.query(held, Tuple.tuple());
        }));

        assertThat(keys.iterator().next().getLong("key"))
                .isEqualTo(ByteBuffer.wrap(digest).getLong());
    }

    private static void untilSomebodyWaits() {
        var waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        var end = soon();
        boolean waits = false;
        while (!waits) {
            assertThat(CLOCK.instant()).isBefore(end);
            waits = await(owner.transaction(RowSecurityContext.NONE, soon(), tx -> tx.query(waiting, Tuple.tuple())))
                            .size()
                    > 0;
        }
    }

    @Test
    void rows_of_another_tenant_do_not_exist_and_the_session_ends_with_its_transaction() {
        var mine = new TenantId(UUID.randomUUID());
        var other = new TenantId(UUID.randomUUID());
        await(database.transaction(
                RowSecurityContext.of(mine),
                soon(),
                tx -> tx.query("INSERT INTO secret (tenant) VALUES ($1)", Tuple.of(mine.value()))));
        var all = "SELECT count(*) FROM secret WHERE tenant = $1";

        var seen = await(database.read(RowSecurityContext.of(mine), all, Tuple.of(mine.value())));
        var seenByOther = await(database.read(RowSecurityContext.of(other), all, Tuple.of(mine.value())));
        var seenByNobody = await(database.read(RowSecurityContext.NONE, all, Tuple.of(mine.value())));

        assertThat(seen.iterator().next().getLong(0)).isOne();
        assertThat(seenByOther.iterator().next().getLong(0)).isZero();
        assertThat(seenByNobody.iterator().next().getLong(0)).isZero();
    }

    @Test
    void resetting_the_role_does_not_escape_it() {
        var role = await(database.transaction(RowSecurityContext.NONE, soon(), tx -> {
            var reset = tx.query("RESET ROLE", Tuple.tuple());
            return reset.compose(_ -> tx.query("SELECT current_user::text AS role", Tuple.tuple()));
        }));

        assertThat(role.iterator().next().getString("role")).isEqualTo("tollgate_app");
    }

    @Test
    void a_server_that_is_not_there_is_said_to_be_unavailable() {
        var nowhere =
                new PostgresSettings(settings.host(), 1, settings.database(), settings.user(), settings.password());
        var away = Database.open(vertx, nowhere, DatabaseRole.APP, 1, CLOCK);

        var failure = catchThrowable(() -> await(away.read(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple())));
        var next = catchThrowable(() -> await(away.read(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple())));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        assertThat(next).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void a_tenant_with_many_transactions_delays_others_by_one_each() {
        var single = Database.open(vertx, settings, DatabaseRole.APP, 1, CLOCK);
        var many = RowSecurityContext.of(new TenantId(new UUID(1, 1)));
        var few = RowSecurityContext.of(new TenantId(new UUID(1, 2)));
        Promise<Void> free = Promise.promise();
        var began = new ConcurrentLinkedQueue<String>();
        var all = new ArrayList<Future<?>>();

        all.add(single.transaction(many, soon(), _ -> free.future()));
        for (int i = 0; i < 50; i++) {
            all.add(transaction(single, many, "many", began));
        }
        all.add(transaction(single, few, "few", began));
        all.add(transaction(single, RowSecurityContext.NONE, "none", began));
        free.complete();
        await(Future.all(all));
        await(single.close());

        assertThat(began).hasSize(52);
        assertThat(began.stream().limit(3)).containsExactlyInAnyOrder("many", "few", "none");
    }

    @Test
    void operators_get_every_second_connection_however_many_tenants_wait_and_whatever_they_act_on() {
        var single = Database.open(vertx, settings, DatabaseRole.APP, 1, CLOCK);
        var operator = new Caller(new Actor(Actor.Kind.OPERATOR, "ops", "ops"), new TenantId(new UUID(1, 0)), null);
        Promise<Void> free = Promise.promise();
        var began = new ConcurrentLinkedQueue<String>();
        var all = new ArrayList<Future<?>>();

        all.add(single.transaction(RowSecurityContext.of(new TenantId(new UUID(2, 0))), soon(), _ -> free.future()));
        for (int i = 0; i < 20; i++) {
            all.add(transaction(single, RowSecurityContext.of(new TenantId(new UUID(1, i))), "tenant", began));
        }
        for (int i = 0; i < 5; i++) {
            all.add(transaction(single, RowSecurityContext.of(operator), "operator", began));
        }
        free.complete();
        await(Future.all(all));
        await(single.close());

        assertThat(began.stream().limit(10).filter("operator"::equals)).hasSize(5);
        assertThat(began.stream().limit(10).filter("tenant"::equals)).hasSize(5);
    }

    /** Notes when it began. */
    private static Future<Void> transaction(
            Database on, RowSecurityContext context, String name, Collection<String> began) {
        return on.transaction(context, soon(), _ -> {
            began.add(name);
            return Future.succeededFuture();
        });
    }

    @Test
    void more_transactions_than_connections_all_come_to_an_end() {
        var all = java.util.stream.IntStream.range(0, 200)
                .mapToObj(_ -> database.transaction(
                        RowSecurityContext.NONE, soon(), tx -> tx.query(INSERT, Tuple.of(UUID.randomUUID(), "many"))))
                .toList();

        await(Future.join(all));

        assertThat(database.running()).isZero();
    }

    private long count() {
        return await(database.read(RowSecurityContext.NONE, COUNT, Tuple.of(id)))
                .iterator()
                .next()
                .getLong(0);
    }

    private Future<?> terminate(int pid) {
        return owner.read(RowSecurityContext.NONE, "SELECT pg_terminate_backend($1)", Tuple.of(pid));
    }
}
