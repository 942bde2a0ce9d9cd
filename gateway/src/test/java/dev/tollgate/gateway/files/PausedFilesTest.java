package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signed routes of an account that cannot pay: what was paid when its URL was issued goes on, nothing new begins. */
class PausedFilesTest {

    private static final int SIZE = 20_000;

    private final byte[] bytes = FileCalls.bytes(SIZE);
    private final GatewayFixture gateway = GatewayFixture.shared();
    private FileCalls files;

    @BeforeEach
    void prepare() {
        files = FileCalls.of(gateway);
    }

    @Test
    void a_url_that_was_paid_serves_its_file_and_no_other_is_issued() {
        var asset = files.available(bytes);
        var other = files.available(bytes);
        var url = files.issued(asset);

        pause();
        var served = files.get(url);
        var refused = files.url(other);

        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body()).isEqualTo(bytes);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.code()).isEqualTo("account_paused");
    }

    @Test
    void an_upload_that_was_paid_takes_its_bytes_and_is_completed_after_recovery() {
        var asset =
                files.created(new JsonObject().put("byte_size", bytes.length).put("sha256", FileCalls.sha256(bytes)));

        pause();
        var sent = files.put(asset, "", bytes);
        var refused = files.complete(asset, new JsonObject());
        gateway.operator("DELETE", override(), null).expect(200);
        var completed = files.complete(asset, new JsonObject());

        assertThat(sent.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(402);
        assertThat(completed.expect(200).data().getString("status")).isEqualTo("available");
    }

    private void pause() {
        gateway.operator("PUT", override(), JsonObject.of("enforcement", "paused", "reason", "a test"))
                .expect(200);
    }

    private String override() {
        return "/control/v1/tenants/" + files.acme().tenant() + "/override";
    }
}
