package dev.tollgate.blobs.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.BlobCheck.Verdict;
import dev.tollgate.blobs.Loop;
import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The protocol of INSTREAM as clamd(8) describes it, against a server that speaks it. */
class ClamdCheckTest {

    private static final int MANY = 8;
    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    private final Loop loop = new Loop();

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void clean_bytes_are_clean_and_arrive_as_chunks() throws Exception {
        var bytes = Loop.random(300_000, 1);
        try (var clamd = new Clamd("stream: OK\0")) {

            var verdict = scan(
                    clamd.port(),
                    Buffer.buffer(bytes).slice(0, 100_000),
                    Buffer.buffer(bytes).slice(100_000, 300_000));

            assertThat(verdict).isEqualTo(new Verdict.Clean());
            assertThat(clamd.received.get()).isEqualTo(bytes);
        }
    }

    @Test
    void a_found_signature_is_named() throws Exception {
        try (var clamd = new Clamd("stream: Eicar-Test-Signature FOUND\0")) {
            assertThat(scan(clamd.port(), Buffer.buffer("X5O!P%")))
                    .isEqualTo(new Verdict.Infected("Eicar-Test-Signature"));
        }
    }

    @Test
    void a_scanner_that_takes_no_more_knows_nothing() throws Exception {
        try (var clamd = new Clamd("INSTREAM size limit exceeded. ERROR\0")) {
            assertThat(scan(clamd.port(), Buffer.buffer("text"))).isEqualTo(new Verdict.Unavailable());
        }
    }

    @Test
    void a_scanner_that_hangs_up_knows_nothing() throws Exception {
        try (var clamd = new Clamd("")) {
            assertThat(scan(clamd.port(), Buffer.buffer("text"))).isEqualTo(new Verdict.Unavailable());
        }
    }

    @Test
    void a_scanner_that_is_away_knows_nothing() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        assertThat(scan(port, Buffer.buffer("text"))).isEqualTo(new Verdict.Unavailable());
    }

    @Test
    void clamd_scans_two_of_a_tenant_at_a_time_and_those_of_others_beside_them() throws Exception {
        try (var clamd = new HangingClamd()) {
            var check = new ClamdCheck(loop.vertx, "127.0.0.1", clamd.port());
            loop.run(() -> {
                for (int i = 0; i < MANY; i++) {
                    scan(check, TENANT, Buffer.buffer("slow")).onFailure(_ -> {});
                }
                return Future.succeededFuture();
            });
            clamd.scansOfSlow.acquire(ScanPlaces.TENANT_MAX);

            var other = loop.await(() -> scan(check, new TenantId(new UUID(2, 2)), Buffer.buffer("quick")));

            assertThat(other).isEqualTo(new Verdict.Clean());
            assertThat(clamd.scansOfSlow.availablePermits()).isZero();
        }
    }

    private Verdict scan(int port, Buffer... parts) {
        return loop.await(() -> scan(new ClamdCheck(loop.vertx, "127.0.0.1", port), TENANT, parts));
    }

    private static Future<Verdict> scan(ClamdCheck check, TenantId tenant, Buffer... parts) {
        var scan = check.begin(tenant);
        Future<Void> written = Future.succeededFuture();
        for (var part : parts) {
            written = written.compose(_ -> scan.write(part));
        }
        return written.compose(_ -> scan.end());
    }

    /** Takes one stream and gives one answer. */
    private static final class Clamd implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final String answer;
        final CompletableFuture<byte[]> received = new CompletableFuture<>();

        Clamd(String answer) throws IOException {
            this.answer = answer;
            Thread.ofVirtual().start(this::serve);
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve() {
            try (var connection = socket.accept()) {
                received.complete(stream(connection));
                connection.getOutputStream().write(answer.getBytes(US_ASCII));
                connection.getOutputStream().flush();
            } catch (IOException | RuntimeException broken) {
                received.completeExceptionally(broken);
            }
        }

        static byte[] stream(Socket connection) throws IOException {
            var in = new DataInputStream(connection.getInputStream());
            var command = new String(in.readNBytes("zINSTREAM\0".length()), US_ASCII);
            if (!command.equals("zINSTREAM\0")) {
                throw new IllegalStateException(command);
            }
            var all = Buffer.buffer();
            for (int length = in.readInt(); length != 0; length = in.readInt()) {
                all.appendBytes(in.readNBytes(length));
            }
            return all.getBytes();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Takes any number of streams, and answers all but those that are slow. */
    private static final class HangingClamd implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, MANY, InetAddress.getLoopbackAddress());
        final Semaphore scansOfSlow = new Semaphore(0);

        HangingClamd() throws IOException {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        var connection = socket.accept();
                        Thread.ofVirtual().start(() -> serve(connection));
                    }
                } catch (IOException _) {
                    // The test is over.
                }
            });
        }

        int port() {
            return socket.getLocalPort();
        }

        private void serve(Socket connection) {
            try {
                if (new String(Clamd.stream(connection), US_ASCII).equals("slow")) {
                    scansOfSlow.release();
                    var _ = connection.getInputStream().read();
                } else {
                    connection.getOutputStream().write("stream: OK\0".getBytes(US_ASCII));
                }
            } catch (IOException _) {
                // Given up by the other side, before its end.
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
