package dev.tollgate.webhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.tollgate.webhooks.signature.Signature;
import dev.tollgate.webhooks.signature.SigningKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/webhooks.md, run as they stand there, against what is really sent. */
class ReceiverKitTest {

    private static final Path KIT = Path.of("../docs/webhooks");
    private static final String LISTENING = "listening on ";
    private static final int MINUTES_MAX = 2;

    private final Sending sending = new Sending();
    private final Sender sender = sending.sender();
    private final SigningKey next = SigningKey.random("whk_2", new SecureRandom());
    private Process program;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        if (program != null) {
            program.destroyForcibly();
        }
        sender.close().await();
        sending.close();
    }

    @Test
    void the_receiver_in_java_takes_what_is_ours_and_nothing_else() throws Exception {
        var library = Path.of(Webhook.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        int port = start(
                java,
                "-cp",
                library.toString(),
                KIT.resolve("java/Receiver.java").toAbsolutePath().toString());

        takesOursAndNothingElse(port);
    }

    @Test
    @Tag("beyond-jdk")
    void the_receiver_in_node_takes_what_is_ours_and_nothing_else() throws Exception {
        for (var file : List.of("package.json", "package-lock.json", "receiver.mjs")) {
            Files.copy(KIT.resolve("node").resolve(file), folder.resolve(file));
        }
        var installed = folder.resolve("npm.log");
        var install = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(installed.toFile())
                .start();
        assertThat(install.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).isTrue();
        assertThat(install.exitValue()).as(Files.readString(installed)).isZero();

        int port = start("node", "receiver.mjs");

        takesOursAndNothingElse(port);
    }

    private void takesOursAndNothingElse(int port) throws IOException, InterruptedException {
        var now = Instant.now();

        assertThat(status(port, now, List.of(Sending.KEY))).isEqualTo(204);
        assertThat(status(port, now, List.of(next, Sending.KEY)))
                .as("during a rotation")
                .isEqualTo(204);
        assertThat(status(port, now, List.of(next))).as("by a foreign key").isEqualTo(400);
        assertThat(status(port, now.minus(Duration.ofMinutes(6)), List.of(Sending.KEY)))
                .as("late")
                .isEqualTo(400);
        assertThat(tampered(port, now)).as("tampered").isEqualTo(400);
    }

    private Integer status(int port, Instant timestamp, List<SigningKey> keys) {
        var url = URI.create("http://hook.example.com:" + port + "/hook");
        return sender.send(new AttemptRequest(
                        Sending.TENANT, url, Sending.ID, timestamp, Sending.BODY, keys, Sending.TIMEOUT))
                .await()
                .statusCode();
    }

    private static int tampered(int port, Instant now) throws IOException, InterruptedException {
        var signature = new Signature().signed(Sending.ID, now, Sending.BODY.getBytes(), List.of(Sending.KEY));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/hook"))
                .header("webhook-id", Sending.ID)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(Sending.BODY.toString().replace("created", "deleted")));
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        }
    }

    private int start(String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("WEBHOOK_SECRET", Sending.KEY.text());
        builder.environment().put("PORT", "0");
        program = builder.start();
        var output = new BufferedReader(program.inputReader(UTF_8));
        var printed = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            printed.append(line).append('\n');
            if (line.startsWith(LISTENING)) {
                return Integer.parseInt(line.substring(LISTENING.length()));
            }
        }
        throw new IOException("the program ended: " + printed);
    }
}
