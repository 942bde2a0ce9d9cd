package dev.tollgate.blobs.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.blobs.Loop;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ContentDigestTest {

    private static final byte[] BYTES = Loop.random(1_000_003, 1);

    private static String expected(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void a_digest_of_pieces_is_that_of_the_whole() throws Exception {
        for (var digest : new ContentDigest[] {ContentDigest.whole(), ResumableSha256.start()}) {
            digest.update(Buffer.buffer(BYTES).slice(0, 70_001));
            var _ = digest.sha256();
            digest.update(Buffer.buffer(BYTES).slice(70_001, BYTES.length));

            assertThat(digest.sha256()).isEqualTo(expected(BYTES));
            assertThat(digest.sha256()).isEqualTo(expected(BYTES));
        }
    }

    @Test
    void a_stored_state_continues_where_it_was_taken() throws Exception {
        for (int cut : new int[] {0, 1, 64, 16 << 10, 999_999}) {
            var first = ResumableSha256.start();
            first.update(Buffer.buffer(BYTES).slice(0, cut));
            var state = first.state();

            var second = ResumableSha256.of(state);
            second.update(Buffer.buffer(BYTES).slice(cut, BYTES.length));

            assertThat(second.sha256()).isEqualTo(expected(BYTES));
        }
    }

    @Test
    void the_state_between_parts_has_53_bytes() {
        var digest = ResumableSha256.start();

        digest.update(Buffer.buffer(new byte[1 << 20]));

        assertThat(digest.state()).hasSize(53);
    }

    @Test
    void other_bytes_are_no_state() {
        assertThatThrownBy(() -> ResumableSha256.of(new byte[7])).isInstanceOf(IllegalArgumentException.class);
    }
}
