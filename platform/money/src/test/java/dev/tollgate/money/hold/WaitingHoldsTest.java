package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.MoneyBench;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingHoldsTest {

    private static final long SECONDS_MAX = 20;

    private MoneyBench bench;

    @BeforeEach
    void open() {
        bench = new MoneyBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void calls_that_wait_for_a_copy_are_counted_until_they_are_answered() throws Exception {
        var asked = Promise.<Void>promise();
        var holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, (_, _, _) -> {
            asked.tryComplete();
            return Promise.<Void>promise().future();
        }));
        var request = new HoldRequest(new TenantId(UUID.randomUUID()), 10, List.of());
        var during = Promise.<Integer>promise();
        asked.future().onSuccess(_ -> bench.vertx.runOnContext(_ -> during.complete(holds.waiting())));

        var calls = bench.onLoop(() -> List.of(holds.hold(request), holds.hold(request), holds.hold(request)));
        int waiting = during.future().await(SECONDS_MAX, TimeUnit.SECONDS);
        var _ = Future.join(calls).transform(Future::succeededFuture).await(SECONDS_MAX, TimeUnit.SECONDS);
        int after = bench.onLoop(holds::waiting);

        assertThat(waiting).isEqualTo(3);
        assertThat(after).isZero();
    }
}
