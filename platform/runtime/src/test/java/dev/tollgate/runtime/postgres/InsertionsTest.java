package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.RepeatedCheck;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that are inserted by one statement, alone and with those of others. */
class InsertionsTest extends InsertTests {

    private static final InsertSql SECOND = InsertSql.ofValues("INSERT INTO second (name)", 1);

    @Test
    void rows_are_inserted_together() {
        var inserted = await(insert(SOON, first(tenant, name), second(name)));

        assertThat(inserted).isTrue();
        assertThat(rows()).isEqualTo(2);
        assertThat(transactions()).isEqualTo(1);
    }

    @Test
    void an_error_of_one_row_leaves_none() {
        var failure = catchThrowable(() -> await(insert(SOON, first(tenant, name), second("wrong"))));

        assertThat(SqlState.sqlState(failure)).isEqualTo(SqlState.CHECK_VIOLATION);
        assertThat(rows()).isZero();
    }

    @Test
    void a_row_of_another_tenant_is_refused_and_the_walls_end_with_the_statement() {
        var failure =
                catchThrowable(() -> await(insert(SOON, first(new TenantId(UUID.randomUUID()), name), second(name))));
        var walls = await(database.read(
                RowSecurityContext.NONE, "SELECT current_setting('tollgate.walls', true) AS walls", Tuple.tuple()));

        assertThat(SqlState.sqlState(failure)).isEqualTo("42501");
        assertThat(rows()).isZero();
        assertThat(walls.iterator().next().getString("walls")).isNullOrEmpty();
    }

    @Test
    void insertions_of_one_turn_and_tenant_share_a_transaction() {
        await(together(first(tenant, name), first(tenant, name + 2), first(tenant, name + 3), first(tenant, name + 4)));

        assertThat(rows()).isEqualTo(4);
        assertThat(transactions()).isEqualTo(1);
    }

    @Test
    void insertions_that_share_a_statement_keep_their_own_values_of_every_form() {
        var query = InsertSql.ofQuery("INSERT INTO second (name)", 3, "SELECT $1::text || $2::text WHERE $3::boolean");

        await(inOneTurn(() -> Future.all(Stream.of(true, false, true, true)
                .map(kept -> insert(
                        SOON,
                        first(tenant, name + UUID.randomUUID()),
                        query.row(Tuple.of(name, UUID.randomUUID().toString(), kept))))
                .toList())));

        assertThat(rows()).isEqualTo(4 + 3);
        assertThat(transactions()).isEqualTo(1);
    }

    @Test
    void insertions_that_come_while_no_connection_is_free_share_the_next_transaction() {
        Promise<Void> free = Promise.promise();
        var begun = new AtomicInteger();
        var busy = Stream.generate(() -> database.transaction(RowSecurityContext.NONE, soon(), _ -> {
                    var _ = begun.incrementAndGet();
                    return free.future();
                }))
                .limit(CONNECTIONS)
                .toList();
        RepeatedCheck.eventually(() -> begun.get() == CONNECTIONS);

        var inserted = new ArrayList<Future<Boolean>>();
        for (int turn = 0; turn < 4; turn++) {
            inserted.add(insert(SOON, first(tenant, name + turn)));
            await(aTurn());
        }
        free.complete();
        await(Future.all(inserted));
        await(Future.all(busy));

        assertThat(rows()).isEqualTo(4);
        assertThat(transactions()).isEqualTo(1);
    }

    @Test
    void an_insertion_does_not_join_those_that_have_waited_long() {
        var now = new AtomicReference<>(CLOCK.instant());
        var single = Database.open(vertx, settings, DatabaseRole.APP, 1, now::get);
        Promise<Void> free = Promise.promise();
        var busy = single.transaction(RowSecurityContext.NONE, soon(), _ -> free.future());
        var context = RowSecurityContext.of(tenant);

        var first = single.insert(context, insertion(SOON, null, first(tenant, name)));
        await(single.readByKey(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple()));
        now.set(now.get().plus(Insertions.JOINED_MAX));
        var second = single.insert(context, insertion(SOON, null, first(tenant, name + 2)));
        free.complete();
        await(Future.all(first, second, busy));
        await(single.close());

        assertThat(rows()).isEqualTo(2);
        assertThat(transactions()).isEqualTo(2);
    }

    @Test
    void an_insertion_with_little_time_left_shares_no_transaction() {
        var late = Insertions.SHARED_LEFT_MIN.minusMillis(1);

        await(inOneTurn(() -> Future.all(
                insert(SOON, first(tenant, name)),
                insert(late, first(tenant, name + 2)),
                insert(SOON, first(tenant, name + 3)))));

        assertThat(rows()).isEqualTo(3);
        assertThat(transactions()).isEqualTo(2);
    }

    @Test
    void more_insertions_than_a_transaction_takes_are_all_inserted() {
        var all = Stream.iterate(0, n -> n + 1)
                .limit(2L * Insertions.SHARED_MAX + 1)
                .map(n -> first(tenant, name + n))
                .toArray(RowInsert[]::new);

        await(together(all));

        assertThat(rows()).isEqualTo(all.length);
        assertThat(transactions()).isEqualTo(3);
    }

    @Test
    void an_error_of_one_is_no_error_of_others_in_its_transaction() {
        var failures = await(together(first(tenant, name), first(tenant, name), first(tenant, name + 2)));

        assertThat(failures)
                .filteredOn(failure -> failure != null)
                .singleElement()
                .satisfies(failure -> assertThat(SqlState.sqlState(failure)).isEqualTo(SqlState.UNIQUE_VIOLATION));
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void insertions_of_two_tenants_share_no_transaction() {
        var other = new TenantId(UUID.randomUUID());

        await(inOneTurn(() -> Future.all(
                insert(SOON, first(tenant, name)),
                database.insert(RowSecurityContext.of(other), insertion(SOON, null, first(other, name + 2))))));

        assertThat(rows()).isEqualTo(2);
        assertThat(transactions()).isEqualTo(2);
    }

    @Test
    void a_guard_that_raises_an_error_leaves_nothing_and_the_walls_are_set_for_it() {
        var guard = new SqlStatement(
                "1 / (CASE WHEN runtime.current_tenant() = $1 THEN $2::int ELSE 1 END)", Tuple.of(tenant.value(), 0));

        var failure = catchThrowable(() ->
                await(database.insert(RowSecurityContext.of(tenant), insertion(SOON, guard, first(tenant, name)))));

        assertThat(SqlState.sqlState(failure)).isEqualTo("22012");
        assertThat(rows()).isZero();
    }

    @Test
    void an_insertion_that_the_server_ends_at_its_deadline_is_unknown_and_the_next_one_has_another_connection() {
        var slow = new SqlStatement("pg_sleep($1)", Tuple.of(3.0));

        var failure = catchThrowable(() -> await(database.insert(
                RowSecurityContext.of(tenant), insertion(Duration.ofMillis(300), slow, first(tenant, name)))));
        await(insert(SOON, first(tenant, name + 2)));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class);
        assertThat(((Failure) failure).effectUnknown()).isTrue();
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void an_insertion_whose_deadline_has_passed_is_not_sent() {
        var failure = catchThrowable(() -> await(insert(Duration.ofMillis(-1), first(tenant, name))));

        assertThat(failure).isInstanceOf(Failure.TimeUp.class);
        assertThat(rows()).isZero();
    }

    @Test
    void an_insertion_that_nobody_wants_any_more_is_not_sent() {
        var insertion = new Insertion(soon(), List.of(first(tenant, name)), null, () -> false);

        var inserted = await(database.insert(RowSecurityContext.of(tenant), insertion));

        assertThat(inserted).isFalse();
        assertThat(rows()).isZero();
    }

    @Test
    void arguments_of_the_wrong_type_leave_nothing_prepared_or_not() {
        for (int attempt = 0; attempt < 3; attempt++) {
            var failure =
                    catchThrowable(() -> await(insert(SOON, first(tenant, name), SECOND.row(Tuple.of(new Object())))));

            assertThat(failure).isNotNull();
        }
        assertThat(rows()).isZero();
    }

    /** Insertions of one row each in one turn of the loop: what each failed with, or null. */
    private Future<List<Throwable>> together(RowInsert... rows) {
        return inOneTurn(() -> {
            var answers = new ArrayList<Future<Throwable>>();
            for (var row : rows) {
                answers.add(insert(SOON, row).transform(answer -> Future.succeededFuture(answer.cause())));
            }
            return Future.all(answers).map(CompositeFuture::list);
        });
    }

    /** The body of a transaction runs on the loop. */
    private static <T> Future<T> inOneTurn(Supplier<Future<T>> step) {
        return database.transaction(RowSecurityContext.NONE, soon(), _ -> Future.succeededFuture(step.get()))
                .compose(begun -> begun);
    }

    /** Completes after a turn of the loop; reads by key have connections of their own. */
    private static Future<?> aTurn() {
        return database.readByKey(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple());
    }

    private Future<Boolean> insert(Duration left, RowInsert... rows) {
        return database.insert(RowSecurityContext.of(tenant), insertion(left, null, rows));
    }

    private static Insertion insertion(Duration left, @Nullable SqlStatement guard, RowInsert... rows) {
        return new Insertion(CLOCK.instant().plus(left), List.of(rows), guard, () -> true);
    }

    private static RowInsert second(String name) {
        return SECOND.row(Tuple.of(name));
    }
}
