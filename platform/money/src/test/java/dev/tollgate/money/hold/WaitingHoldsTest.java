package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.MoneyBench;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
        var during = new Promised<Integer>();
        var holds = holds(waiting -> during.promise().complete(waiting.waiting()));

        var calls = bench.onLoop(() -> holdsOfOneAccount(holds, 3));
        int waiting = during.await();
        ended(calls);
        int after = bench.onLoop(holds::waiting);

        assertThat(waiting).isEqualTo(3);
        assertThat(after).isZero();
    }

    @Test
    void a_call_fails_at_once_where_as_many_as_may_wait_for_redis_or_for_a_copy() throws Exception {
        var beyond = new Promised<Boolean>();
        var holds = holds(waiting -> {
            var _ = holdsOfOneAccount(waiting, Holds.WAITING_MAX - waiting.waiting());
            beyond.promise().complete(holdsOfOneAccount(waiting, 1).getFirst().failed());
        });

        var calls = bench.onLoop(() -> holdsOfOneAccount(holds, 3));
        boolean failedAtOnce = beyond.await();
        ended(calls);

        assertThat(failedAtOnce).isTrue();
    }

    private record Promised<T>(Promise<T> promise) {

        Promised() {
            this(Promise.promise());
        }

        T await() throws TimeoutException {
            return promise.future().await(SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    /** Holds whose copies are never renewed; the step runs once calls wait for one. */
    private Holds holds(Consumer<Holds> whileWaiting) {
        var asked = Promise.<Void>promise();
        var holds = bench.onLoop(() -> new Holds(bench.vertx, bench.functions, (_, _, _) -> {
            asked.tryComplete();
            return Promise.<Void>promise().future();
        }));
        asked.future().onSuccess(_ -> bench.vertx.runOnContext(_ -> whileWaiting.accept(holds)));
        return holds;
    }

    private static List<Future<HoldDecision>> holdsOfOneAccount(Holds holds, int calls) {
        var request = new HoldRequest(new TenantId(UUID.randomUUID()), 10, List.of());
        return Stream.generate(() -> holds.hold(request)).limit(calls).toList();
    }

    private static void ended(List<Future<HoldDecision>> calls) throws TimeoutException {
        var _ = Future.join(calls).transform(Future::succeededFuture).await(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
