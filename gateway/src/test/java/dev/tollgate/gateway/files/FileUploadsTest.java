package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads to signed URLs: whole, in parts, and everything that goes wrong. */
class FileUploadsTest {

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
    void a_file_that_is_sent_whole_is_available_once_it_is_complete() {
        var asset = files.pending(SIZE);

        var sent = files.put(asset, "", bytes).expect(200);
        var complete = files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(bytes)))
                .expect(200);
        var again = files.complete(asset, new JsonObject()).expect(200);

        assertThat(sent.json().getString("sha256")).isEqualTo(FileCalls.sha256(bytes));
        assertThat(complete.data().getString("status")).isEqualTo("available");
        assertThat(again.data().getLong("version")).isEqualTo(complete.data().getLong("version"));
        assertThat(files.get(files.issued(asset)).body()).isEqualTo(bytes);
    }

    @Test
    void a_file_in_parts_goes_on_where_it_was_left() {
        var whole = FileCalls.bytes(FileCalls.PART + SIZE);
        var asset =
                files.created(new JsonObject().put("byte_size", whole.length).put("sha256", FileCalls.sha256(whole)));

        assertThat(asset.getJsonObject("upload").getInteger("parts")).isEqualTo(2);
        files.part(asset, 2, whole).expect(409);
        assertThat(files.part(asset, 1, whole).expect(200).json().getInteger("next_part"))
                .isEqualTo(2);
        assertThat(files.complete(asset, new JsonObject()).expect(409).json().getString("detail"))
                .contains("part 2 of 2");
        assertThat(files.progress(asset).expect(200).json().getInteger("next_part"))
                .isEqualTo(2);
        assertThat(files.part(asset, 1, whole).expect(200).json().getInteger("next_part"))
                .isEqualTo(2);
        files.part(asset, 2, whole).expect(200);
        files.complete(asset, new JsonObject()).expect(200);

        assertThat(files.get(files.issued(asset)).body()).isEqualTo(whole);
    }

    @Test
    void a_url_tells_its_next_part_so_often_and_takes_the_part_all_the_same() {
        var asset = files.pending(SIZE);

        for (int at = 0; at < UrlCounts.PROGRESS_MAX; at++) {
            files.progress(asset).expect(200);
        }

        assertThat(files.progress(asset).code()).isEqualTo("rate_limited");
        files.part(asset, 1, bytes).expect(200);
    }

    @Test
    void a_url_takes_the_same_bytes_so_often() {
        var asset = files.pending(SIZE);

        for (int at = 0; at < UrlCounts.PUTS_MAX; at++) {
            files.put(asset, "", bytes).expect(200);
        }

        assertThat(files.put(asset, "", bytes).code()).isEqualTo("rate_limited");
        files.part(asset, 1, bytes).expect(200);
        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(bytes)))
                .expect(200);
    }

    @Test
    void a_refused_head_does_not_count_as_a_transfer() {
        var asset = files.pending(SIZE);

        for (int at = 0; at < UrlCounts.PUTS_MAX; at++) {
            files.put(asset, "", FileCalls.bytes(5)).expect(422);
        }

        files.put(asset, "", bytes).expect(200);
    }

    @Test
    void heads_that_do_not_fit_the_asset_are_refused() {
        var asset = files.pending(SIZE);

        assertThat(files.put(asset, "", FileCalls.bytes(SIZE - 1)).status()).isEqualTo(422);
        assertThat(files.put(asset, "", bytes, "Content-Type", "image/png").status())
                .isEqualTo(415);
        assertThat(files.put(asset, "&part=1", FileCalls.bytes(5)).status()).isEqualTo(422);
        assertThat(files.put(asset, "&part=0", bytes).status()).isEqualTo(422);
        assertThat(files.put(asset, "&part=2", bytes).status()).isEqualTo(422);
        assertThat(files.progress(asset).json().getInteger("next_part")).isEqualTo(1);
    }

    @Test
    void a_body_without_a_length_is_400() {
        var asset = files.pending(SIZE);
        try (var connection = new RawConnection(gateway.base())) {
            connection.send("PUT " + FileCalls.upload(asset)
                    + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n");

            assertThat(connection.line()).contains("400");
        }
    }

    @Test
    void bytes_of_another_type_are_refused_and_leave_nothing() {
        var page =
                "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>".getBytes(StandardCharsets.UTF_8);
        var asset = files.created(new JsonObject().put("byte_size", page.length).put("mime_type", "image/png"));

        var refused = files.put(asset, "", page).expect(422);

        assertThat(refused.json().getString("detail")).contains("text/html");
        assertThat(files.progress(asset).json().containsKey("sha256")).isFalse();
        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(page)))
                .expect(409);
    }

    @Test
    void a_wrong_digest_of_the_file_leaves_the_upload_open() {
        var asset = files.created(
                new JsonObject().put("byte_size", SIZE).put("sha256", FileCalls.sha256(FileCalls.bytes(5))));

        assertThat(files.put(asset, "", bytes).expect(422).code()).isEqualTo("validation_failed");
        assertThat(files.part(asset, 1, bytes).expect(422).code()).isEqualTo("validation_failed");

        assertThat(files.status(asset)).isEqualTo("upload_pending");
        assertThat(files.progress(asset).json().getInteger("next_part")).isEqualTo(1);
    }

    @Test
    void a_part_with_a_wrong_digest_can_be_sent_again() {
        var asset = files.pending(SIZE);
        var wrong = "sha-256=:" + Base64.getEncoder().encodeToString(new byte[32]) + ":";
        var right = "sha-256=:"
                + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(FileCalls.sha256(bytes))) + ":";

        files.part(asset, 1, bytes, "Content-Digest", wrong).expect(422);
        files.part(asset, 1, bytes, "Content-Digest", right).expect(200);

        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(bytes)))
                .expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256=abc", "sha-256=:AAAA:", "sha-512=:AAAA:, SHA-256=:AAAA:", "sha-256"})
    void a_digest_that_cannot_be_read_is_400(String header) {
        var asset = files.pending(SIZE);

        assertThat(files.put(asset, "", bytes, "Content-Digest", header).status())
                .isEqualTo(400);
        assertThat(files.put(asset, "", bytes, "Content-Digest", "a=" + "1".repeat(1_100))
                        .status())
                .isEqualTo(400);
        files.put(asset, "", bytes, "Content-Digest", "sha-512=:AAAA:").expect(200);
    }

    @Test
    void an_upload_that_is_cut_leaves_nothing_and_can_be_repeated() {
        var asset = files.pending(SIZE);
        try (var connection = files.begun(asset)) {
            connection.send(Arrays.copyOf(bytes, SIZE / 2));
        }

        Eventually.within(SOON, () -> files.put(asset, "", bytes).expect(200));

        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(bytes)))
                .expect(200);
    }

    @Test
    void a_second_writer_waits_for_the_first() {
        var asset = files.pending(SIZE);
        try (var connection = files.begun(asset)) {
            connection.send(Arrays.copyOf(bytes, SIZE / 2));

            Eventually.within(SOON, () -> assertThat(leased(asset)).isTrue());
            files.put(asset, "", bytes).expect(409);
            connection.send(Arrays.copyOfRange(bytes, SIZE / 2, SIZE));

            assertThat(connection.line()).contains("200");
        }
    }

    private boolean leased(JsonObject asset) {
        return !gateway.sql()
                .texts("SELECT id FROM assets.file WHERE lease IS NOT NULL AND id = '" + FileCalls.uuid(asset) + "'")
                .isEmpty();
    }

    @Test
    void the_lease_of_a_gateway_that_was_killed_ends_by_itself() {
        var asset = files.pending(SIZE);
        var mine = " WHERE id = '" + FileCalls.uuid(asset) + "'";
        gateway.sql()
                .execute("UPDATE assets.file SET lease = gen_random_uuid(), leased_until = now() + interval '15 s'"
                        + mine);
        files.put(asset, "", bytes).expect(409);

        gateway.sql().execute("UPDATE assets.file SET leased_until = now()" + mine);

        files.put(asset, "", bytes).expect(200);
    }

    @Test
    void a_credential_has_four_transfers_at_a_time() {
        var open = new ArrayList<RawConnection>();
        try {
            for (int at = 0; at < FileStreams.CREDENTIAL_MAX; at++) {
                var asset = files.pending(SIZE);
                open.add(files.begun(asset).send(Arrays.copyOf(bytes, 10)));
            }
            var fifth = files.pending(SIZE);

            Eventually.within(SOON, () -> files.put(fifth, "", bytes).expect(429));
        } finally {
            open.forEach(RawConnection::close);
        }
    }

    @Test
    void the_last_whole_file_before_the_completion_counts() {
        var asset = files.pending(SIZE);
        var other = FileCalls.bytes(SIZE);
        other[SIZE - 1]++;
        files.put(asset, "", bytes).expect(200);
        files.put(asset, "", other).expect(200);

        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(bytes)))
                .expect(422);
        files.complete(asset, new JsonObject().put("sha256", FileCalls.sha256(other)))
                .expect(200);

        files.put(asset, "", bytes).expect(401);
        assertThat(files.get(files.issued(asset)).body()).isEqualTo(other);
    }
}
