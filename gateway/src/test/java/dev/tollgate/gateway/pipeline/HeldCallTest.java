package dev.tollgate.gateway.pipeline;

import static dev.tollgate.gateway.pipeline.RunBench.READ;
import static dev.tollgate.gateway.pipeline.RunBench.SOON;
import static dev.tollgate.gateway.pipeline.RunBench.WORD;
import static dev.tollgate.gateway.pipeline.RunBench.WRITE;
import static dev.tollgate.gateway.pipeline.RunBench.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.records.work.Change;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hold of a call for every outcome of its handler. On the real servers, with handlers of the test's own. */
class HeldCallTest {

    private RunBench bench;

    @BeforeEach
    void prepare() {
        bench = new RunBench();
    }

    @Test
    void a_refusal_gives_back_all_that_was_held() {
        long before = bench.balance();
        bench.bus.serve(
                WRITE, _ -> Future.succeededFuture(Outcome.refused(new Refusal.Conflict("The word is taken."))));

        var result = bench.call(WRITE);

        assertThat(result.code()).isEqualTo("conflict");
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    @Test
    void a_failure_that_proves_that_nothing_happened_gives_back_what_was_held() {
        long before = bench.balance();
        bench.bus.serve(
                WRITE, _ -> Future.failedFuture(Failure.Unavailable.before("away", new RuntimeException("test"))));

        var result = bench.call(WRITE);

        assertThat(result.code()).isEqualTo("service_unavailable");
        assertThat(unknown(result)).isFalse();
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    @Test
    void a_failure_that_proves_nothing_leaves_it_held_and_says_so() {
        long before = bench.balance();
        bench.bus.serve(
                WRITE, _ -> Future.failedFuture(Failure.Unavailable.unknown("lost", new RuntimeException("test"))));

        var result = bench.call(WRITE);

        assertThat(unknown(result)).isTrue();
        assertThat(bench.balance()).isEqualTo(before - 100);
    }

    @Test
    void a_stumble_of_ours_proves_nothing_either() {
        long before = bench.balance();
        bench.bus.serve(WRITE, _ -> {
            throw new IllegalStateException("test");
        });

        var result = bench.call(WRITE);

        assertThat(result.code()).isEqualTo("internal_error");
        assertThat(unknown(result)).isTrue();
        assertThat(bench.balance()).isEqualTo(before - 100);
    }

    @Test
    void a_write_that_the_database_refused_gives_back_what_was_held_at_once() {
        long before = bench.balance();
        bench.bus.serve(
                WRITE,
                call -> bench.services
                        .work()
                        .write(
                                call,
                                transaction -> transaction
                                        .query("SELECT 1 / 0", Tuple.tuple())
                                        .map(_ -> Outcome.done(Change.of(WORD)))));

        var result = bench.call(WRITE);

        assertThat(result.code()).isEqualTo("internal_error");
        assertThat(unknown(result)).isFalse();
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    @Test
    void what_fails_after_a_write_was_committed_leaves_it_held() {
        long before = bench.balance();
        bench.bus.serve(
                WRITE,
                call -> bench.services
                        .work()
                        .write(call, _ -> Future.succeededFuture(Outcome.done(Change.of(WORD))))
                        .compose(_ -> Future.failedFuture(new IllegalStateException("test"))));

        var result = bench.call(WRITE);

        assertThat(unknown(result)).isTrue();
        assertThat(bench.balance()).isEqualTo(before - 100);
    }

    @Test
    void no_write_begins_after_what_was_held_has_been_given_back() {
        var late = new AtomicReference<Call<?>>();
        bench.bus.serve(WRITE, call -> {
            late.set(call);
            call.listener().writing();
            call.listener().wroteNothing();
            throw new IllegalStateException("test");
        });

        var _ = bench.call(WRITE);

        assertThat(late.get().listener().gone()).isTrue();
    }

    @Test
    void a_read_that_stumbles_gives_back_what_was_held() {
        long before = bench.balance();
        bench.bus.serve(READ, _ -> {
            throw new IllegalStateException("test");
        });

        var result = bench.call(READ);

        assertThat(result.code()).isEqualTo("internal_error");
        assertThat(unknown(result)).isFalse();
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
    }

    @Test
    void a_read_is_charged_once_its_usage_is_durable() {
        long before = bench.balance();
        bench.bus.serve(READ, call -> Future.succeededFuture(Outcome.done(call.input())));

        var result = bench.call(READ);

        assertThat(result.outcome()).isEqualTo(Outcome.done(WORD));
        assertThat(result.metered().chargeMicros()).isEqualTo(20);
        assertThat(bench.balance()).isEqualTo(before - 20);
    }
}
