package dev.tollgate.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseScanTest {

    private static final String REFUSAL =
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nCONTENT-length:  5\r\n\r\nLater";
    private static final String SUCCESS =
            "HTTP/1.1 201 Created\r\nX-Content-Length: 9\r\ncontent-length: 3\r\ncontent-type: text/plain\r\n\r\nyes";

    private final ResponseScan scan = new ResponseScan();

    private boolean take(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return scan.take(bytes, bytes.length);
    }

    @Test
    void responses_are_read_one_after_the_other() throws Exception {
        assertThat(take(REFUSAL)).isTrue();
        assertThat(scan.status()).isEqualTo(503);
        assertThat(scan.retryAfterSeconds()).isEqualTo(2);

        assertThat(take(SUCCESS)).isTrue();
        assertThat(scan.status()).isEqualTo(201);
        assertThat(scan.retryAfterSeconds()).isZero();

        assertThat(take("HTTP/1.1 304 Not Modified\r\n\r\n")).isTrue();
        assertThat(scan.status()).isEqualTo(304);
    }

    @Test
    void a_response_ends_with_its_last_byte_wherever_it_is_cut() throws Exception {
        for (int at = 1; at < REFUSAL.length(); at++) {
            assertThat(take(REFUSAL.substring(0, at))).as("cut at %d", at).isFalse();
            assertThat(take(REFUSAL.substring(at))).as("cut at %d", at).isTrue();
            assertThat(scan.status()).isEqualTo(503);
            assertThat(scan.retryAfterSeconds()).isEqualTo(2);
        }
    }

    @Test
    void what_is_no_response_of_known_length_is_an_error() {
        assertThatThrownBy(() -> take(SUCCESS + "more")).hasMessageContaining("more than one response");
        assertThatThrownBy(() -> take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .hasMessageContaining("no Content-Length");
        assertThatThrownBy(() -> take("SSH-2.0-OpenSSH_9.2\r\n\r\n")).hasMessageContaining("no number");
    }
}
