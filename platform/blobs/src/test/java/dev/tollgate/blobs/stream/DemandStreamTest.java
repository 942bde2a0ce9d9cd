package dev.tollgate.blobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.Loop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemandStreamTest {

    /** Counts from 1 to a last number, then ends. */
    private static final class Numbers extends DemandStream {

        private final int last;
        private int next = 1;

        Numbers(Context context, int last) {
            super(context);
            this.last = last;
        }

        @Override
        protected void advance() {
            while (isWanted() && next <= last) {
                deliver(Buffer.buffer().appendInt(next++));
            }
            if (next > last) {
                end();
            }
        }
    }

    private final Loop loop = new Loop();
    private final List<Integer> seen = new ArrayList<>();
    private int ends;

    @AfterEach
    void close() {
        loop.close();
    }

    private ReadStream<Buffer> numbers(int last) {
        return loop.await(() -> Future.succeededFuture(new Numbers(loop.vertx.getOrCreateContext(), last)));
    }

    private void read(ReadStream<Buffer> numbers) {
        numbers.handler(buffer -> seen.add(buffer.getInt(0)));
        numbers.endHandler(_ -> ends++);
    }

    /** A turn of the loop, behind those that are due. */
    private void turn() {
        loop.run(() -> loop.vertx.timer(1));
    }

    @Test
    void a_reader_gets_what_it_asks_for_and_never_within_its_own_call() {
        var numbers = numbers(10);

        loop.run(() -> {
            read(numbers);
            numbers.fetch(2).fetch(1);
            assertThat(seen).isEmpty();
            return Future.succeededFuture();
        });
        turn();

        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(ends).isZero();
    }

    @Test
    void a_reader_that_pauses_within_its_handler_gets_no_more() {
        var numbers = numbers(10);

        loop.run(() -> {
            read(numbers);
            numbers.handler(buffer -> {
                seen.add(buffer.getInt(0));
                numbers.pause();
            });
            numbers.resume();
            return Future.succeededFuture();
        });
        turn();

        assertThat(seen).containsExactly(1);
    }

    @Test
    void the_end_comes_once() {
        var numbers = numbers(3);

        loop.run(() -> {
            read(numbers);
            numbers.resume().fetch(Long.MAX_VALUE).fetch(Long.MAX_VALUE);
            return Future.succeededFuture();
        });
        turn();

        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(ends).isEqualTo(1);
    }
}
