package dev.tollgate.gateway.pipeline;

import static dev.tollgate.gateway.pipeline.RunBench.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.CallSizer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.pipeline.RunBench.Word;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.price.PriceVersion;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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

    /** Each takes a query, and no hold counts it. */
    @Test
    void calls_whose_size_is_refused_have_the_rate_of_their_credential() {
        var refused = served(GB, Outcome.refused(new Refusal.Conflict("It is not available.")));

        var codes = bench.onLoop(() -> Future.all(IntStream.range(0, 10_000)
                        .mapToObj(_ -> bench.started(refused, () -> false).map(CallResult::code))
                        .toList())
                .map(all -> all.<String>list()));

        assertThat(codes).containsOnly("conflict", "rate_limited");
        assertThat(codes).filteredOn("conflict"::equals).hasSizeLessThan(5_000);
    }

    @Test
    void a_size_that_is_no_size_costs_a_read() {
        var result = bench.call(served(GB, Outcome.done(new CallSize.PerCall())));

        assertThat(result.metered().chargeMicros()).isEqualTo(20);
    }

    @Test
    void a_size_beyond_the_cap_is_refused_before_the_handler() {
        var result = bench.call(served(100_000 * GB, Outcome.done(new CallSize.Of(100_000 * GB))));

        assertThat(result.code()).isEqualTo("monthly_cap_reached");
        assertThat(answered).hasValue(0);
    }

    @Test
    void what_was_not_used_is_given_back() {
        long before = bench.balance();

        var result = bench.call(served(GB, Outcome.done(new CallSize.Of(3 * GB))));

        assertThat(result.metered().chargeMicros()).isEqualTo(90_000);
        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before - 90_000));
    }

    @Test
    void a_size_is_charged_also_where_reads_are_free() {
        var prices = new TreeMap<>(PriceBook.shipped().version(Instant.now()).unitMicros());
        prices.put("rest.read", 0L);
        bench = new RunBench(new PriceBook(List.of(new PriceVersion("2", Instant.EPOCH, prices))), RunBench::channels);

        var result = bench.call(served(2 * GB, Outcome.done(new CallSize.Of(2 * GB))));

        assertThat(result.metered().chargeMicros()).isEqualTo(180_000);
    }

    @Test
    void what_was_issued_for_a_price_that_is_given_back_is_taken_back() {
        assertThat(releases(new CallSize.Of(2 * GB))).isEqualTo(1);
        assertThat(releases(new CallSize.PerCall())).isZero();
    }

    /** How often the module learns that the price was given back, where no usage can be recorded. */
    private int releases(CallSize size) {
        bench = new RunBench(PriceBook.shipped(), RunBench.closedChannels());
        var released = new AtomicInteger();
        var operation = charged(2 * GB);
        bench.bus.serve(operation, call -> Future.succeededFuture(Outcome.done(call.input())));
        bench.bus.size(operation, new CallSizer<Word>() {
            @Override
            public Future<Outcome<CallSize>> size(Call<Word> call) {
                return Future.succeededFuture(Outcome.done(size));
            }

            @Override
            public Future<?> released(Call<Word> call) {
                released.incrementAndGet();
                return Future.succeededFuture();
            }
        });
        long before = bench.balance();

        assertThat(bench.call(operation).code()).isEqualTo("service_unavailable");

        Eventually.within(SOON, () -> assertThat(bench.balance()).isEqualTo(before));
        return released.get();
    }
}
