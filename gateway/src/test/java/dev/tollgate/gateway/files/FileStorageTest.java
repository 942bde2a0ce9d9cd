package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes of a workspace in the store, in comparison with what its assets have. */
class FileStorageTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int SIZE = 100_000;

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final byte[] bytes = FileCalls.bytes(SIZE);
    private FileCalls files;

    @BeforeEach
    void prepare() {
        files = FileCalls.of(gateway);
    }

    @Test
    void a_part_that_does_not_count_is_removed_at_once() {
        var asset = files.pending(SIZE);
        var wrong = "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":";

        files.part(asset, 1, bytes, "Content-Digest", wrong).expect(422);
        files.part(asset, 1, bytes, "Content-Digest", wrong).expect(422);

        assertThat(stored()).isZero();
    }

    @Test
    void parts_are_removed_once_a_whole_file_takes_their_place() {
        var asset = files.pending(SIZE);
        files.part(asset, 1, bytes).expect(200);

        files.put(asset, "", bytes).expect(200);

        Eventually.within(SOON, () -> assertThat(stored()).isEqualTo(SIZE));
    }

    @Test
    void parts_with_a_wrong_digest_are_removed() {
        var asset = files.created(
                new JsonObject().put("byte_size", SIZE).put("sha256", FileCalls.sha256(FileCalls.bytes(5))));

        files.part(asset, 1, bytes).expect(422);

        Eventually.within(SOON, () -> assertThat(stored()).isZero());
    }

    @Test
    void parts_are_removed_with_their_asset() {
        var asset = files.pending(SIZE);
        files.part(asset, 1, bytes).expect(200);

        gateway.call("DELETE", "/v1/assets/" + asset.getString("id"), files.key(), null)
                .expect(200);

        Eventually.within(SOON, () -> assertThat(stored()).isZero());
    }

    @Test
    void a_completion_that_is_refused_leaves_no_second_copy() {
        var asset = files.pending(SIZE);
        var other = FileCalls.bytes(SIZE);
        other[SIZE - 1]++;
        files.part(asset, 1, bytes).expect(200);
        var path = "/v1/assets/" + asset.getString("id") + "/complete";
        var digest = new JsonObject().put("sha256", FileCalls.sha256(bytes));
        gateway.call("POST", path, files.key(), digest, "If-Match", "\"999\"").expect(412);

        files.put(asset, "", other).expect(200);
        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(other)))
                .expect(200);

        Eventually.within(SOON, () -> assertThat(stored()).isEqualTo(SIZE));
        assertThat(files.get(files.issued(asset)).body()).isEqualTo(other);
    }

    @Test
    void parts_that_begin_again_are_written_to_another_blob() {
        var asset = files.pending(SIZE);
        files.part(asset, 1, bytes).expect(200);
        var first = partsBlob(asset);
        files.put(asset, "", bytes).expect(200);

        files.part(asset, 1, bytes).expect(200);

        assertThat(partsBlob(asset)).isNotEqualTo(first);
    }

    private String partsBlob(JsonObject asset) {
        return gateway.sql()
                .texts("SELECT parts_blob::text FROM assets.file WHERE id = '" + FileCalls.uuid(asset) + "'")
                .getFirst();
    }

    /** Bytes of files and parts, finished or not. */
    private long stored() {
        var workspace = TypeId.parse("wrk", files.acme().workspace()).orElseThrow();
        var folder = Path.of(gateway.settingsWithout(Set.of()).get("tollgate.files.folder"), workspace.toString());
        if (!Files.exists(folder)) {
            return 0;
        }
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("manifest"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException changing) {
            throw new IllegalStateException(changing);
        }
    }
}
