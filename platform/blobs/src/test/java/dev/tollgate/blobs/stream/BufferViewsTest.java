package dev.tollgate.blobs.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.Loop;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BufferViewsTest {

    private final byte[] bytes = Loop.random(100_000, 1);

    private Buffer joined() {
        return BufferViews.joined(List.of(
                Buffer.buffer(Arrays.copyOfRange(bytes, 0, 40_000)),
                BufferViews.of(Arrays.copyOfRange(bytes, 40_000, 40_001)),
                Buffer.buffer(bytes).slice(40_001, 100_000)));
    }

    @Test
    void joined_buffers_have_all_bytes_in_their_order() {
        var joined = joined();

        assertThat(joined.length()).isEqualTo(bytes.length);
        assertThat(joined.getBytes()).isEqualTo(bytes);
        assertThat(joined.getBytes(39_999, 40_002)).isEqualTo(Arrays.copyOfRange(bytes, 39_999, 40_002));
    }

    @Test
    void pieces_and_the_whole_have_the_same_bytes_however_often_they_are_taken() {
        var joined = joined();

        for (int time = 0; time < 2; time++) {
            var all = Buffer.buffer();
            for (var piece : BufferViews.pieces(joined)) {
                var array = new byte[piece.remaining()];
                piece.get(array);
                all.appendBytes(array);
            }
            var whole = new byte[bytes.length];
            BufferViews.whole(joined).get(whole);

            assertThat(all.getBytes()).isEqualTo(bytes);
            assertThat(whole).isEqualTo(bytes);
        }
    }

    @Test
    void an_array_is_not_copied() {
        var array = new byte[] {1, 2, 3};
        var buffer = BufferViews.of(array);

        array[1] = 9;

        assertThat(buffer.getByte(1)).isEqualTo((byte) 9);
    }
}
