package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.redis.FunctionLibrary;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies of another shape than the function's: no call waits for ever, and the next ones are served. */
class MalformedReplyTest {

    private static final String HOLD = "register('tollgate_hold_8', holds)";
    private static final long SECONDS_MAX = 20;

    private MoneyBench bench;
    private Holds holds;

    @BeforeEach
    void open() {
        bench = new MoneyBench();
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ 'short' }", "{}", "{ string.rep(' ', 500) }", "false"})
    void every_call_of_a_batch_whose_reply_has_another_shape_fails_and_the_next_is_served(String reply) {
        var tenant = bench.account(MoneyBench.SMALL);
        var request = new HoldRequest(tenant, 10, List.of());
        var other = new HoldRequest(tenant, 20, List.of());
        load(FunctionLibrary.source()
                .replace(HOLD, "register('tollgate_hold_8', function() return " + reply + " end)"));

        var calls = bench.onLoop(
                () -> Stream.of(request, request, other).map(holds::hold).toList());
        var failures = calls.stream()
                .map(call -> catchThrowable(() -> call.await(SECONDS_MAX, TimeUnit.SECONDS)))
                .toList();
        int waiting = bench.onLoop(holds::waiting);
        load(FunctionLibrary.source());
        var served = bench.awaited(() -> bench.verdict(holds, request));

        assertThat(failures).hasSize(3).allMatch(Failure.Unavailable.class::isInstance);
        assertThat(waiting).isZero();
        assertThat(served).isInstanceOf(HoldDecision.Admitted.class);
    }

    private void load(String library) {
        bench.redis.must("FUNCTION", "LOAD", "REPLACE", library);
    }
}
