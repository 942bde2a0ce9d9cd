package dev.tollgate.gateway.pipeline;

import static dev.tollgate.gateway.pipeline.RunBench.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.pipeline.RunBench.Word;
import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls whose module tells the size before the hold. On the real servers. */
class SizedCallTest {

    private static final long GB = 1_000_000_000L;

    private final AtomicInteger answered = new AtomicInteger();
    private RunBench bench;

    @BeforeEach
    void prepare() {
        bench = new RunBench();
    }

    private Operation<Word, Word> charged(long done) {
        return Declaration.read("fetch_word", "word")
                .app("GET", "/v1/words", Declaration.anyCredential())
                .takes(Word.class, "{\"text\": \"hello\"}")
                .metered(
                        new Answer.Json<>(Word.class),
                        new Meter.Sized<>("asset.egress_gb", _ -> done),
                        new Meter.Free<>());
    }

    private Operation<Word, Word> served(long done, Outcome<CallSize> size) {
        var operation = charged(done);
        bench.bus.size(operation, _ -> Future.succeededFuture(size));
        bench.bus.serve(operation, call -> {
            answered.incrementAndGet();
            return Future.succeededFuture(Outcome.done(call.input()));
        });
        return operation;
    }

    @Test
    void the_size_is_held_and_charged() {
        long before = bench.balance();

        var result = bench.call(served(2 * GB, Outcome.done(new CallSize.Of(2 * GB))));

        assertThat(result.outcome()).isInstanceOf(Outcome.Done.class);
        assertThat(result.metered().chargeMicros()).isEqualTo(180_000);
        assertThat(bench.balance()).isLessThanOrEqualTo(before - 180_000);
    }

    @Test
    void a_refusal_of_the_size_is_free_and_the_handler_is_not_asked() {
        long before = bench.balance();

        var result = bench.call(served(GB, Outcome.refused(new Refusal.Conflict("It is not available."))));

        assertThat(result.code()).isEqualTo("conflict");
        assertThat(answered).hasValue(0);
        assertThat(result.metered().chargeMicros()).isZero();
        assertThat(bench.balance()).isEqualTo(before);
    }

    @Test
    void a_size_that_is_no_size_costs_a_read() {
        var result = bench.call(served(GB, Outcome.done(new CallSize.PerCall())));

        assertThat(result.metered().chargeMicros()).isEqualTo(20);
    }

    @Test
    void a_size_beyond_the_balance_is_refused_before_the_handler() {
        var result = bench.call(served(100_000 * GB, Outcome.done(new CallSize.Of(100_000 * GB))));

        assertThat(result.code()).isEqualTo("usage_balance_exhausted");
        assertThat(answered).hasValue(0);
    }

    @Test
    void what_was_not_used_is_given_back() {
        long before = bench.balance();

        var result = bench.call(served(GB, Outcome.done(new CallSize.Of(3 * GB))));

        assertThat(result.metered().chargeMicros()).isEqualTo(90_000);
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before - 90_000));
    }
}
