package dev.tollgate.gateway.pipeline;

import static dev.tollgate.gateway.pipeline.RunBench.READ;
import static dev.tollgate.gateway.pipeline.RunBench.SOON;
import static dev.tollgate.gateway.pipeline.RunBench.WORD;
import static dev.tollgate.gateway.pipeline.RunBench.WRITE;
import static dev.tollgate.gateway.pipeline.RunBench.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Handler;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.pipeline.RunBench.Word;
import dev.tollgate.records.work.Change;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call that nobody waits for any more, because its deadline has passed or its caller has gone. */
class UnawaitedCallTest {

    private RunBench bench;

    @BeforeEach
    void prepare() {
        bench = new RunBench();
    }

    @Test
    void a_write_that_takes_too_long_is_answered_at_its_deadline_and_stays_held() {
        long before = bench.balance();

        var result = callPastDeadline(Promise.promise());

        assertThat(result.code()).isEqualTo("deadline_exceeded");
        assertThat(unknown(result)).isTrue();
        assertThat(bench.balance()).isEqualTo(before - 100);
    }

    @Test
    void a_write_that_was_not_sent_at_its_deadline_is_withdrawn_and_its_caller_knows() {
        long before = bench.balance();
        Promise<Outcome<Change<Word>>> body = Promise.promise();
        Promise<Outcome<Word>> written = Promise.promise();
        Promise<Void> begun = Promise.promise();

        var result = callPastDeadline(begun.future(), call -> {
            var write = bench.services.work().write(call, _ -> {
                begun.complete();
                return body.future();
            });
            return write.onComplete(written);
        });
        var _ = bench.onLoop(() -> {
            body.complete(Outcome.done(Change.of(WORD)));
            return written.future();
        });

        assertThat(result.code()).isEqualTo("deadline_exceeded");
        assertThat(unknown(result)).isFalse();
        assertThat(written.future().result()).isEqualTo(Outcome.refused(new Refusal.DeadlineExceeded(false)));
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    @Test
    void a_write_that_was_sent_at_its_deadline_stays_unknown_and_held() {
        long before = bench.balance();
        Promise<Outcome<Word>> written = Promise.promise();
        var sql = GatewayFixture.shared().sql();
        var result = new AtomicReference<CallResult<Word>>();

        sql.whileLocked("SELECT pg_advisory_xact_lock(4711)", () -> {
            var called = bench.onLoop(() -> Future.succeededFuture(called(call -> {
                var write = bench.services.work().write(call, transaction -> {
                    transaction.atCommit("SELECT pg_advisory_xact_lock(4711)", Tuple.tuple());
                    return Future.succeededFuture(Outcome.done(Change.of(WORD)));
                });
                return write.onComplete(written);
            })));
            Eventually.within(
                    SOON,
                    () -> assertThat(
                                    sql.number(
                                            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted"))
                            .isOne());
            result.set(bench.onLoop(() -> pastDeadline(called)));
        });
        var outcome = bench.onLoop(written::future);

        assertThat(result.get().code()).isEqualTo("deadline_exceeded");
        assertThat(unknown(result.get())).isTrue();
        assertThat(outcome).isEqualTo(Outcome.done(WORD));
        assertThat(bench.balance()).isEqualTo(before - 100);
    }

    @Test
    void what_ends_after_its_deadline_without_effect_is_given_back_all_the_same() {
        long before = bench.balance();
        Promise<Outcome<Word>> late = Promise.promise();
        var result = callPastDeadline(late);
        assertThat(result.code()).isEqualTo("deadline_exceeded");

        late.complete(Outcome.refused(new Refusal.Conflict("The word is taken.")));

        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    @Test
    void a_call_whose_caller_has_gone_is_not_begun_and_costs_nothing() {
        long before = bench.balance();
        bench.bus.serve(WRITE, _ -> {
            throw new IllegalStateException("begun");
        });

        var result = bench.call(WRITE, () -> true);

        assertThat(result.code()).isEqualTo("deadline_exceeded");
        assertThat(unknown(result)).isFalse();
        assertThat(bench.balance()).isEqualTo(before);
    }

    @Test
    void a_read_or_a_write_that_was_begun_and_not_awaited_costs_its_work() {
        long before = bench.balance();

        assertThat(codeForLeaver(READ)).isEqualTo("ok");
        assertThat(codeForLeaver(WRITE)).isEqualTo("ok");

        assertThat(bench.balance()).isEqualTo(before - 20 - 100);
    }

    @Test
    void a_read_that_ends_after_its_deadline_costs_nothing() {
        long before = bench.balance();
        Promise<Outcome<Word>> late = Promise.promise();
        Promise<Void> begun = Promise.promise();
        bench.bus.serve(READ, _ -> {
            begun.complete();
            return late.future();
        });

        var result = bench.onLoop(() -> {
            var called = bench.started(READ, () -> false);
            return begun.future().compose(_ -> pastDeadline(called));
        });
        late.complete(Outcome.done(WORD));

        assertThat(result.code()).isEqualTo("deadline_exceeded");
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    /** What becomes of a call whose caller goes while its handler works. */
    private String codeForLeaver(Operation<Word, Word> operation) {
        var gone = new AtomicBoolean();
        bench.bus.serve(operation, call -> {
            gone.set(true);
            return Future.succeededFuture(Outcome.done(call.input()));
        });
        return bench.call(operation, gone::get).code();
    }

    /** A write whose time is up while its handler, which has been called, still works. */
    private CallResult<Word> callPastDeadline(Promise<Outcome<Word>> answer) {
        Promise<Void> called = Promise.promise();
        return callPastDeadline(called.future(), _ -> {
            called.complete();
            return answer.future();
        });
    }

    /** A write whose time is up once its handler is as far as that. */
    private CallResult<Word> callPastDeadline(Future<Void> begun, Handler<Word, Word> handler) {
        return bench.onLoop(() -> {
            var result = called(handler);
            return begun.compose(_ -> pastDeadline(result));
        });
    }

    /** To be called on the loop. */
    private Future<CallResult<Word>> called(Handler<Word, Word> handler) {
        bench.bus.serve(WRITE, handler);
        return bench.started(WRITE, () -> false);
    }

    /** To be called on the loop. */
    private <T> Future<T> pastDeadline(Future<T> result) {
        bench.services.deadlines().tick(System.nanoTime() + CallDeadlines.REST_MAX.toNanos());
        return result;
    }
}
