package dev.tollgate.gateway.files;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** A stored file for each test, to be downloaded. */
abstract class DownloadTests {

    static final Duration SOON = Duration.ofSeconds(10);
    static final int SIZE = 200_000;

    final GatewayFixture gateway = GatewayFixture.shared();
    final byte[] bytes = FileCalls.bytes(SIZE);
    FileCalls files;
    JsonObject asset;

    @BeforeEach
    void prepare() {
        files = FileCalls.of(gateway);
        asset = files.available(bytes);
    }

    /** On a connection of its own. */
    int head(String url) {
        try (var connection = new RawConnection(gateway.base())) {
            connection.send("HEAD " + url + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
            return Integer.parseInt(connection.line().split(" ")[1]);
        }
    }

    static JsonObject data(JsonObject result) {
        return result.getJsonObject("structuredContent").getJsonObject("data");
    }
}
