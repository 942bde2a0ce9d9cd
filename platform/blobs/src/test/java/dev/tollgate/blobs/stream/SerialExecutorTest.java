package dev.tollgate.blobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.Loop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final Loop loop = new Loop();
    private final AtomicInteger handed = new AtomicInteger();

    @AfterEach
    void close() {
        loop.close();
    }

    private SerialExecutor onWorkers() {
        var context = loop.vertx.getOrCreateContext();
        return new SerialExecutor(context, steps -> {
            handed.incrementAndGet();
            return context.executeBlocking(steps, false);
        });
    }

    @Test
    void steps_run_one_after_the_other_in_their_order() {
        var seen = new ArrayList<Integer>();

        var results = loop.await(() -> {
            var serial = onWorkers();
            return Future.all(IntStream.range(0, 10_000)
                            .mapToObj(number -> serial.run(() -> {
                                // Not safe from two threads at a time.
                                seen.add(number);
                                return number;
                            }))
                            .toList())
                    .map(all -> all.<Integer>list());
        });

        var expected = IntStream.range(0, 10_000).boxed().toList();
        assertThat(seen).isEqualTo(expected);
        assertThat(results).isEqualTo(expected);
    }

    @Test
    void a_thread_goes_on_with_steps_that_are_due() {
        var go = new CountDownLatch(1);

        loop.run(() -> {
            var serial = onWorkers();
            var first = serial.run(() -> {
                go.await();
                return 1;
            });
            var others = IntStream.range(0, 5)
                    .mapToObj(number -> serial.run(() -> number))
                    .toList();
            go.countDown();
            return Future.all(first, Future.all(others));
        });

        assertThat(handed).hasValue(1);
    }

    @Test
    void a_step_that_fails_fails_alone_and_futures_complete_on_the_loop() {
        var broken = new IllegalStateException("broken");
        var contexts = new ArrayList<Context>();
        var own = new ArrayList<Context>();

        var outcomes = loop.<List<Throwable>>await(() -> {
            var serial = onWorkers();
            own.add(loop.vertx.getOrCreateContext());
            var first = serial.<Integer>run(() -> {
                throw broken;
            });
            var second = serial.run(() -> 2).onSuccess(_ -> contexts.add(loop.vertx.getOrCreateContext()));
            return Future.join(first, second).transform(_ -> Future.succeededFuture(List.of(first.cause())));
        });

        assertThat(outcomes).containsExactly(broken);
        assertThat(contexts).isEqualTo(own);
    }

    @Test
    void steps_that_no_thread_takes_fail() {
        var closed = new IllegalStateException("closed");

        var failure = loop.failure(() ->
                new SerialExecutor(loop.vertx.getOrCreateContext(), _ -> Future.failedFuture(closed)).run(() -> 1));

        assertThat(failure).isSameAs(closed);
    }
}
