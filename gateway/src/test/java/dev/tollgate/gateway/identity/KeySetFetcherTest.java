package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.gateway.fixture.RsaKeys;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Key sets that are accepted and rejected. */
class KeySetFetcherTest {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String KEYS = keys();

    private record Page(int status, byte[] body) {}

    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private HttpServer server;
    private String url;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/", exchange -> {
            var page = pages.getOrDefault(exchange.getRequestURI().getPath(), new Page(404, new byte[] {'1'}));
            exchange.sendResponseHeaders(page.status(), page.body().length);
            try (var out = exchange.getResponseBody()) {
                out.write(page.body());
            } catch (IOException hungUp) {
                assertThat(hungUp).isNotNull();
            }
        });
        server.start();
        url = "http://localhost:" + server.getAddress().getPort();
        page("/keys", 200, KEYS);
        discovery(url, url + "/keys");
    }

    @AfterEach
    void close() {
        server.stop(0);
        http.close()
                .eventually(vertx::close)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private static String keys() {
        return new JWKSet(RsaKeys.named("k").toPublicJWK()).toString();
    }

    private void page(String path, int status, String body) {
        pages.put(path, new Page(status, body.getBytes(StandardCharsets.UTF_8)));
    }

    private void discovery(String issuer, String keysUrl) {
        page(
                DISCOVERY,
                200,
                new JsonObject().put("issuer", issuer).put("jwks_uri", keysUrl).encode());
    }

    private KeySet fetched(String keysUrl) {
        return new KeySetFetcher(http, new Issuer(url, keysUrl, "org_id", "role", Duration.ofSeconds(5)))
                .keys()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private void refused(String why) {
        assertThatThrownBy(() -> fetched(null)).hasMessageContaining(why);
    }

    @Test
    void the_discovery_document_says_where_the_keys_are_unless_the_settings_do() {
        assertThat(fetched(null).keys()).containsOnlyKeys("k");

        pages.remove(DISCOVERY);

        assertThat(fetched(url + "/keys").keys()).containsOnlyKeys("k");
    }

    @Test
    void a_discovery_document_of_another_issuer_is_not_believed() {
        discovery("https://elsewhere.example", url + "/keys");

        refused("the discovery document is of another issuer");
    }

    @Test
    void keys_come_by_https_or_from_this_machine() {
        for (var elsewhere : new String[] {"http://keys.example/keys", "https://ada@keys.example/keys", "file:///k"}) {
            discovery(url, elsewhere);

            refused("the discovery document has no https jwks_uri");
        }
    }

    @Test
    void a_document_of_256_kib_is_read_and_a_longer_one_is_not() {
        page("/keys", 200, KEYS + " ".repeat(KeySetFetcher.BYTES_MAX - KEYS.length()));
        assertThat(fetched(null).keys()).containsOnlyKeys("k");

        page("/keys", 200, KEYS + " ".repeat(KeySetFetcher.BYTES_MAX - KEYS.length() + 1));

        refused("the issuer's document is too large");
    }

    @Test
    void what_is_no_key_set_is_told_in_words() {
        page("/keys", 500, KEYS);
        refused("the issuer answered 500");
        page("/keys", 200, "<html>");
        refused("the issuer's document is not JSON");
        page("/keys", 200, "{\"keys\":[]}");
        refused("the issuer's key set has no supported key");
    }
}
