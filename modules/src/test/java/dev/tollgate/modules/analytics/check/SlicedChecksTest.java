package dev.tollgate.modules.analytics.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.ProgressListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SlicedChecksTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() throws Exception {
        var _ = VERTX.close().await(10, TimeUnit.SECONDS);
    }

    private static final long CHECK_NANOS = 1_000_000;

    /** More than are made until a client is served twenty times. */
    private static final int CHECKS_MAX = 30_000;

    /** A check takes at least its time, so a slice has no more of them. */
    private static final int SLICE_CHECKS_MAX = (int) (SlicedChecks.SLICE_MAX.toNanos() / CHECK_NANOS) + 1;

    /** Takes a while, as a check of a large event does. */
    private static int slow(int item) {
        long until = System.nanoTime() + CHECK_NANOS;
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        return item;
    }

    @Test
    void a_long_list_lets_others_use_the_loop_and_keeps_its_order() throws Exception {
        var all = IntStream.range(0, 100).boxed().toList();
        var between = new AtomicInteger();
        var promise = Promise.<List<Integer>>promise();

        VERTX.getOrCreateContext().runOnContext(_ -> {
            SlicedChecks.of(all, SlicedChecksTest::slow, () -> false, ProgressListener.NOBODY)
                    .onComplete(promise);
            tick(between, promise.future());
        });

        assertThat(promise.future().await(20, TimeUnit.SECONDS)).isEqualTo(all);
        assertThat(between.get()).isGreaterThan(5);
    }

    private static void tick(AtomicInteger count, Future<?> until) {
        if (!until.isComplete()) {
            count.incrementAndGet();
            VERTX.setTimer(1, _ -> tick(count, until));
        }
    }

    /** A loop whose tasks follow each other looks at its sockets every 64 tasks only: bytes would wait for hundreds. */
    @Test
    void sockets_of_the_loop_are_served_between_slices() throws Exception {
        var loop = VERTX.getOrCreateContext();
        var made = new AtomicInteger();
        var madeUntilRead = new AtomicInteger();
        var served = new AtomicBoolean();
        var listening = Promise.<NetServer>promise();
        loop.runOnContext(_ -> VERTX.createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> {
                    madeUntilRead.set(made.get());
                    var _ = socket.write(bytes);
                }))
                .listen(0, "127.0.0.1")
                .onComplete(listening));
        var server = listening.future().await(20, TimeUnit.SECONDS);
        var checked = Promise.<List<Integer>>promise();
        var waited = new ArrayList<Integer>();

        loop.runOnContext(_ -> SlicedChecks.of(
                        IntStream.range(0, CHECKS_MAX).boxed().toList(),
                        item -> {
                            made.incrementAndGet();
                            return slow(item);
                        },
                        served::get,
                        ProgressListener.NOBODY)
                .onComplete(checked));
        try (var client = new Socket("127.0.0.1", server.actualPort())) {
            for (int sent = 0; sent < 20; sent++) {
                client.getOutputStream().write(sent);
                int madeUntilSent = made.get();
                assertThat(client.getInputStream().read()).isEqualTo(sent);
                waited.add(madeUntilRead.get() - madeUntilSent);
            }
        }
        served.set(true);

        assertThat(waited).allSatisfy(checks -> assertThat(checks).isLessThan(4 * SLICE_CHECKS_MAX));
        assertThat(checked.future().await(60, TimeUnit.SECONDS)).isNotEmpty();
    }

    /** Adds up what it is told. */
    private static final class Listener implements ProgressListener {
        private final boolean gone;
        private long workedNanos;

        Listener(boolean gone) {
            this.gone = gone;
        }

        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void progress(long done, long total) {
            throw new IllegalStateException("nobody asked");
        }

        @Override
        public void worked(long nanos) {
            workedNanos += nanos;
        }

        @Override
        public boolean gone() {
            return gone;
        }
    }

    /** What is checked of a thousand until there are so many. */
    private static List<Integer> checked(int most, ProgressListener listener) throws Exception {
        var checked = new AtomicInteger();
        var promise = Promise.<List<Integer>>promise();
        VERTX.getOrCreateContext()
                .runOnContext(_ -> SlicedChecks.of(
                                IntStream.range(0, 1_000).boxed().toList(),
                                item -> {
                                    checked.incrementAndGet();
                                    return slow(item);
                                },
                                () -> checked.get() == most,
                                listener)
                        .onComplete(promise));
        return promise.future().await(20, TimeUnit.SECONDS);
    }

    @Test
    void nobody_is_checked_for_who_has_gone() throws Exception {
        var done = checked(1_000, new Listener(true));

        assertThat(done).hasSizeBetween(1, SLICE_CHECKS_MAX);
    }

    @Test
    void no_check_is_made_after_there_was_enough_and_the_listener_is_told_how_long_all_took() throws Exception {
        var listener = new Listener(false);

        var done = checked(30, listener);

        assertThat(done).hasSize(30);
        assertThat(listener.workedNanos).isGreaterThanOrEqualTo(30 * CHECK_NANOS);
    }
}
