package dev.tollgate.money.hold;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.copy.CopyRenewal;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller that throws when it is told its verdict harms itself only. */
class ThrowingCallersTest {

    private static final String HOLD = "register('tollgate_hold_8', holds)";
    private static final String BROKEN = "register('tollgate_hold_8', function() error('broken') end)";
    private static final long SECONDS_MAX = 20;

    private MoneyBench bench;
    private Holds holds;
    private HoldRequest request;

    @BeforeEach
    void open() {
        bench = new MoneyBench();
        holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, bench.copies));
        request = new HoldRequest(bench.account(MoneyBench.SMALL), 10, List.of());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void the_next_call_of_its_batch_is_admitted() {
        // Repeated: a machine which does much else may take longer than a caller waits.
        eventually(() -> afterThrowing()
                .map(HoldDecision.Admitted.class::isInstance)
                .timeout(SECONDS_MAX, TimeUnit.SECONDS)
                .otherwise(false)
                .await());
    }

    @Test
    void the_next_batch_is_sent_also_after_one_that_failed() {
        load(FunctionLibrary.source().replace(HOLD, BROKEN));
        var second = afterThrowing();
        var failure = catchThrowable(() -> second.await(SECONDS_MAX, TimeUnit.SECONDS));
        load(FunctionLibrary.source());

        var next = bench.awaited(() -> bench.verdict(holds, request));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        Failure.Unavailable.class,
                        told -> assertThat(told.getMessage()).contains("Redis returned no result"));
        assertThat(next).isInstanceOf(HoldDecision.Admitted.class);
    }

    @Test
    void the_next_batch_is_sent_also_after_a_verdict_that_could_not_be_handled() {
        var unsound = new CopyRenewal() {
            private boolean thrown;

            @Override
            public Future<Void> renew(TenantId tenant, Need need, Instant now) {
                return bench.copies.renew(tenant, need, now);
            }

            @Override
            public void sound(TenantId tenant) {
                if (!thrown) {
                    thrown = true;
                    throw new AssertionError("thrown by a listener");
                }
            }
        };
        var lane = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, unsound));
        bench.awaited(() -> bench.verdict(lane, request));

        var next = bench.awaited(() -> bench.verdict(lane, request));

        assertThat(unsound.thrown).isTrue();
        assertThat(next).isInstanceOf(HoldDecision.Admitted.class);
    }

    /** The second of two calls in one batch, whose first caller throws. */
    private Future<HoldDecision> afterThrowing() {
        return bench.onLoop(() -> {
            holds.hold(request).onComplete(_ -> {
                throw new AssertionError("thrown by a caller");
            });
            return holds.hold(request);
        });
    }

    private void load(String library) {
        bench.redis.must("FUNCTION", "LOAD", "REPLACE", library);
    }
}
