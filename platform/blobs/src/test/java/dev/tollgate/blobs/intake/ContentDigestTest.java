package dev.tollgate.blobs.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.blobs.Loop;
import dev.tollgate.blobs.stream.BufferViews;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.digests.SHA256Digest;
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
    void every_length_has_the_digest_of_the_JDK_however_it_is_cut() throws Exception {
        var random = new Random(2);
        for (int length = 0; length < 300; length++) {
            var bytes = Loop.random(length, length);
            var digest = ResumableSha256.start();

            for (int at = 0; at < length; ) {
                int to = Math.min(length, at + 1 + random.nextInt(100));
                digest.update(Buffer.buffer(bytes).slice(at, to));
                digest = ResumableSha256.of(digest.state());
                at = to;
            }

            assertThat(digest.sha256()).as("%d bytes", length).isEqualTo(expected(bytes));
        }
    }

    @Test
    void a_joined_buffer_and_one_outside_of_the_heap_have_the_digest_of_their_bytes() throws Exception {
        var direct = BufferInternal.buffer(Unpooled.directBuffer().writeBytes(BYTES, 0, 100_001));
        var digest = ResumableSha256.start();

        digest.update(BufferViews.joined(List.of(
                direct,
                Buffer.buffer(BYTES).slice(100_001, 100_002),
                Buffer.buffer(BYTES).slice(100_002, 500_000))));
        digest.update(Buffer.buffer(BYTES).slice(500_000, BYTES.length));

        assertThat(digest.sha256()).isEqualTo(expected(BYTES));
    }

    /** Processes of the version before, which used it, run beside those of this one for a while. */
    @Test
    void a_state_is_that_of_Bouncy_Castle() throws Exception {
        for (int cut : new int[] {0, 1, 3, 63, 64, 65, 127, 1_000, 16 << 10}) {
            var ours = ResumableSha256.start();
            ours.update(Buffer.buffer(BYTES).slice(0, cut));
            var theirs = new SHA256Digest();
            theirs.update(BYTES, 0, cut);
            var stored = theirs.getEncodedState();

            var continued = new SHA256Digest(ours.state());
            continued.update(BYTES, cut, BYTES.length - cut);
            var digest = new byte[32];
            continued.doFinal(digest, 0);
            var resumed = ResumableSha256.of(stored);
            resumed.update(Buffer.buffer(BYTES).slice(cut, BYTES.length));

            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(expected(BYTES));
            assertThat(resumed.sha256()).isEqualTo(expected(BYTES));
        }
    }

    @Test
    void other_bytes_are_no_state() {
        var wordsThatAreNotThere = ResumableSha256.start().state();
        wordsThatAreNotThere[51] = 2;

        for (var wrong : new byte[][] {new byte[0], new byte[7], new byte[54], wordsThatAreNotThere}) {
            assertThatThrownBy(() -> ResumableSha256.of(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
