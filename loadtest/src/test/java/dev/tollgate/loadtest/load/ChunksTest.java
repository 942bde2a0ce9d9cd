package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class ChunksTest {

    private static final Buffer BODY =
            Buffer.buffer("5;a=b\r\n0\r\n\r\n\r\n1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nx: y\r\n\r\n");

    @Test
    void a_body_in_chunks_ends_after_the_last_and_its_trailers_wherever_it_is_cut() {
        for (int cut = 1; cut < BODY.length(); cut++) {
            var chunks = new Chunks();

            assertThat(chunks.took(BODY.slice(0, cut), 0)).as("cut at %d", cut).isFalse();
            assertThat(chunks.took(BODY, cut)).as("cut at %d", cut).isTrue();
        }
    }
}
