package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Uploads to a gateway with a scanner. */
class ScannedUploadsTest {

    private static final int SIZE = 100_000;

    private static ServerSocket scanner;
    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws IOException {
        scanner = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        gateway = GatewayFixture.shared().second(Map.of("tollgate.files.clamd", "127.0.0.1:" + scanner.getLocalPort()));
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        scanner.close();
    }

    @Test
    void a_scan_of_bytes_that_do_not_count_is_ended() throws Exception {
        var files = FileCalls.of(gateway);
        var asset = files.pending(SIZE);
        var ended = connectionEnded();
        var wrong = "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":";

        files.put(asset, "", FileCalls.bytes(SIZE), "Content-Digest", wrong).expect(422);

        assertThat(ended.get(10, TimeUnit.SECONDS)).isGreaterThan(SIZE);
    }

    /** The bytes that the next connection has sent when it ends. */
    private static CompletableFuture<Long> connectionEnded() {
        var ended = new CompletableFuture<Long>();
        Thread.ofVirtual().start(() -> {
            try (var connection = scanner.accept();
                    InputStream sent = connection.getInputStream()) {
                ended.complete(sent.transferTo(OutputStream.nullOutputStream()));
            } catch (IOException broken) {
                ended.completeExceptionally(broken);
            }
        });
        return ended;
    }

    @Test
    void clean_bytes_in_a_part_take_the_place_of_an_infected_file() {
        var files = FileCalls.of(gateway);
        var bytes = FileCalls.bytes(SIZE);
        var asset = files.pending(SIZE);
        var digest = new JsonObject().put("sha256", FileCalls.sha256(bytes));
        var infected = scanned("stream: Eicar-Test-Signature FOUND");
        files.put(asset, "", bytes).expect(200);
        assertThat(infected).succeedsWithin(10, TimeUnit.SECONDS);
        var refused = files.complete(asset, digest).expect(409);

        var clean = scanned("stream: OK");
        files.part(asset, 1, bytes).expect(200);
        assertThat(clean).succeedsWithin(10, TimeUnit.SECONDS);
        var completed = files.complete(asset, digest).expect(200);

        assertThat(refused.json().getString("detail")).contains("Eicar-Test-Signature");
        assertThat(completed.data().getString("status")).isEqualTo("available");
    }

    /** Answers the next connection once it has sent all bytes, and ends with it. */
    private static CompletableFuture<Void> scanned(String verdict) {
        return CompletableFuture.runAsync(
                () -> {
                    try (var connection = scanner.accept()) {
                        var sent = new DataInputStream(connection.getInputStream());
                        sent.skipNBytes("zINSTREAM ".length());
                        for (int size = sent.readInt(); size > 0; size = sent.readInt()) {
                            sent.skipNBytes(size);
                        }
                        connection.getOutputStream().write((verdict + '\0').getBytes(StandardCharsets.US_ASCII));
                        sent.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                },
                work -> Thread.ofVirtual().start(work));
    }

    @Test
    void a_file_that_would_be_scanned_in_pieces_comes_whole() {
        var files = FileCalls.of(gateway);
        var whole = FileCalls.bytes(FileCalls.PART + 5);
        var asset = files.created(new JsonObject().put("byte_size", whole.length));

        var refused = files.part(asset, 2, whole).expect(409);

        assertThat(refused.json().getString("detail")).contains("one PUT");
    }
}
