package dev.tollgate.blobs.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.Loop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class ObjectReadTest {

    /** Publishes bytes 0, 1, 2 and so on, each as a buffer, as soon as they are asked for; confined to one loop. */
    private static final class Numbers implements Publisher<ByteBuffer>, Subscription {

        private final int count;
        private Subscriber<? super ByteBuffer> reader;
        private long asked;
        private int sent;
        private boolean complete;
        private boolean canceled;

        Numbers(int count) {
            this.count = count;
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            reader = subscriber;
            reader.onSubscribe(this);
        }

        @Override
        public void request(long amount) {
            asked += amount;
            while (sent < asked && sent < count) {
                reader.onNext(ByteBuffer.wrap(new byte[] {(byte) sent}));
                sent++;
            }
            if (sent == count && !complete) {
                complete = true;
                reader.onComplete();
            }
        }

        @Override
        public void cancel() {
            canceled = true;
        }
    }

    private final Loop loop = new Loop();
    private final List<Buffer> seen = new ArrayList<>();

    @AfterEach
    void close() {
        loop.close();
    }

    private ObjectRead read(Numbers numbers) {
        return loop.await(() -> Future.succeededFuture(ObjectRead.of(loop.vertx.getOrCreateContext(), numbers)));
    }

    /** A turn of the loop, behind those that are due. */
    private void turn() {
        loop.run(() -> loop.vertx.timer(1));
    }

    @Test
    void buffers_are_asked_for_ahead_of_the_reader_up_to_a_bound() {
        var numbers = new Numbers(1_000);
        var read = read(numbers);
        turn();

        assertThat(numbers.asked).isEqualTo(ObjectRead.AHEAD_MAX);
        loop.run(() -> {
            var _ = read.handler(seen::add);
            var _ = read.fetch(1);
            return Future.succeededFuture();
        });
        turn();

        assertThat(seen).hasSize(1);
        assertThat(numbers.asked).isEqualTo(2L * ObjectRead.AHEAD_MAX);
        loop.run(read::close);
        assertThat(numbers.canceled).isTrue();
    }

    @Test
    void what_has_come_is_delivered_as_one_and_in_its_order() {
        var all = loop.await(() -> Loop.bytes(ObjectRead.of(loop.vertx.getOrCreateContext(), new Numbers(100))));

        assertThat(all).hasSize(100);
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).isEqualTo((byte) i);
        }
    }
}
