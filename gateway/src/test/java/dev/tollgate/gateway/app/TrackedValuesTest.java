package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What senders put into events, searched for in every file of PostgreSQL, Kafka and Redis. */
class TrackedValuesTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PIECE_BYTES = 1 << 20;

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final GatewayFixture.Prepared acme =
            gateway.tenant("business").module("analytics", true).module("bi", true);
    private final String key =
            acme.apiKey("analytics:read", "analytics:write", "bi:write").getString("secret");

    @Test
    void canaries_are_in_no_file_and_the_planted_one_is_in_all_that_can_have_it() {
        var planted = canary();
        define();
        var actor = canary();
        var id = canary();
        var pii = canary();
        var sensitive = canary();
        var suspected = canary();
        var name = canary();

        var answer = track(
                new JsonObject()
                        .put("name", "Order")
                        .put("actor", actor)
                        .put("event_id", id)
                        .put(
                                "properties",
                                new JsonObject()
                                        .put("email", pii + "@example.org")
                                        .put("token", sensitive)),
                new JsonObject()
                        .put("name", "Order")
                        .put(
                                "properties",
                                new JsonObject()
                                        .put("note", "from " + suspected + "@example.org")
                                        .put(name + "@example.org", true)
                                        .put(planted, 1)));
        send("SET", planted, planted);

        assertThat(answer.getJsonArray("results").getJsonObject(1).getString("violation_id"))
                .isNotNull();
        Eventually.within(SOON, () -> {
            gateway.sql().execute("CHECKPOINT");
            send("SAVE");
            assertThat(foldersWith(planted)).containsExactlyInAnyOrder("postgres", "pg_wal", "kafka", "redis");
        });
        assertThat(List.of(actor, id, pii, sensitive, suspected, name))
                .allSatisfy(canary -> assertThat(foldersWith(canary)).isEmpty());
    }

    private static String canary() {
        return "canary" + UUID.randomUUID().toString().replace("-", "");
    }

    private void define() {
        var plan = post("/v1/analytics/tracking-plans", new JsonObject().put("name", "Shop"))
                .expect(201);
        var text = new JsonObject().put("type", "string");
        var definition = post(
                        "/v1/analytics/event-definitions",
                        new JsonObject()
                                .put("plan_id", plan.data().getString("id"))
                                .put("name", "Order")
                                .put(
                                        "schema",
                                        new JsonObject()
                                                .put("type", "object")
                                                .put(
                                                        "properties",
                                                        new JsonObject()
                                                                .put("email", text)
                                                                .put("token", text)
                                                                .put("note", text)))
                                .put(
                                        "classes",
                                        new JsonObject().put("email", "pii").put("token", "sensitive")))
                .expect(201);
        var id = definition.data().getString("id");
        var _ = post("/v1/analytics/event-definitions/" + id + "/approve", new JsonObject())
                .expect(200);
    }

    private JsonObject track(JsonObject... events) {
        return post("/v1/bi/events", new JsonObject().put("events", new JsonArray(List.of(events))))
                .expect(200)
                .data();
    }

    private Reply post(String path, JsonObject body) {
        return GatewayFixture.patiently(() -> gateway.call("POST", path, key, body));
    }

    /** The folders of servers that have a file with this text. */
    private List<String> foldersWith(String text) {
        var data = Path.of(gateway.sql().text("SHOW data_directory"));
        var servers = data.getParent();
        var wal = data.resolve("pg_wal");
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var found = new TreeSet<String>();
        try {
            Files.walkFileTree(servers, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    // The lock of the folder would be lost with the first stream on its file that is closed.
                    boolean ofServer = !servers.equals(file.getParent());
                    if (ofServer && attributes.isRegularFile() && has(file, bytes)) {
                        found.add(
                                file.startsWith(wal)
                                        ? "pg_wal"
                                        : servers.relativize(file).getName(0).toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** The servers delete files meanwhile. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return List.copyOf(found);
    }

    /** Whether a file has these bytes. One that is deleted meanwhile has not. */
    private static boolean has(Path file, byte[] text) {
        try (var input = Files.newInputStream(file)) {
            var piece = new byte[PIECE_BYTES + text.length];
            int kept = 0;
            int read = input.readNBytes(piece, 0, PIECE_BYTES);
            while (read > 0) {
                int end = kept + read;
                if (indexOf(piece, end, text) >= 0) {
                    return true;
                }
                kept = Math.min(text.length - 1, end);
                System.arraycopy(piece, end - kept, piece, 0, kept);
                read = input.readNBytes(piece, kept, PIECE_BYTES);
            }
            return false;
        } catch (IOException gone) {
            return false;
        }
    }

    private static int indexOf(byte[] piece, int end, byte[] text) {
        for (int begin = 0; begin <= end - text.length; begin++) {
            int same = 0;
            while (same < text.length && piece[begin + same] == text[same]) {
                same++;
            }
            if (same == text.length) {
                return begin;
            }
        }
        return -1;
    }

    /** Sends a command to Redis, and waits for its answer. */
    private static void send(String... words) {
        var redis = URI.create(TestServers.shared().redisUrl());
        var command = new StringBuilder("*" + words.length + "\r\n");
        for (var word : words) {
            command.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (var socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().read()).isEqualTo('+');
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
