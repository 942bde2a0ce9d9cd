package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, or nothing. */
class SlowUploadsTest extends OneUploadTests {

    private static final int SIZE = 100 << 20;

    SlowUploadsTest() {
        super(SIZE);
    }

    private void assertGivenUp() {
        Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("the client was too slow"));
        assertThat(client.closesWithin(SOON)).isTrue();
        assertThat(module.recorded).hasValue(0);
        assertThat(module.released).hasValue(1);
        assertThat(server.await(() -> server.blobs.store().list(null)).entries())
                .isEmpty();
    }

    @Test
    void a_client_that_sends_nothing_is_given_up_after_30_seconds() {
        client.send(new byte[1 << 20]);
        Eventually.within(SOON, () -> assertThat(uploads.getFirst().received()).isEqualTo(1 << 20));
        passed(Duration.ZERO);

        passed(TransferPace.STALL_MAX.minusSeconds(1));
        assertThat(outcomes).isEmpty();
        passed(Duration.ofSeconds(1));

        assertGivenUp();
    }

    @Test
    void an_upload_ends_after_an_hour_however_steadily_it_goes() {
        var pause = Duration.ofSeconds(20);
        var sent = new byte[(int) (TransferPace.RATE_MIN * pause.toSeconds())];
        long steps = TransferPace.TIME_MAX.dividedBy(pause);

        for (int step = 1; step <= steps; step++) {
            assertThat(outcomes).isEmpty();
            client.send(sent);
            long all = step * (long) sent.length;
            Eventually.within(
                    SOON, () -> assertThat(uploads.getFirst().received()).isEqualTo(all));
            passed(pause);
        }

        assertGivenUp();
    }

    @Test
    void an_upload_in_time_is_recorded() {
        for (int at = 0; at < 100; at++) {
            client.send(new byte[1 << 20]);
        }

        assertThat(client.line()).contains("200");
        Eventually.within(SOON, () -> assertThat(outcomes).containsExactly("ok"));
        assertThat(module.recorded).hasValue(1);
    }
}
