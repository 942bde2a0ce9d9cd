package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client behind a proxy is who the proxy says, by the one way the settings name, whatever the client says. */
class ClientAddressTest {

    private static final String PROXY = "127.0.0.50";
    private static final String STRANGER = "127.0.0.51";
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final GatewayFixture SHARED = GatewayFixture.shared();
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    private static GatewayFixture byLines;
    private static GatewayFixture byForwarded;
    private static GatewayFixture byProtocol;
    private static GatewayFixture.Prepared acme;
    private static String key;
    private static String bound;

    @BeforeAll
    static void open() {
        byLines = gateway("x-forwarded-for");
        byForwarded = gateway("forwarded");
        byProtocol = gateway("proxy-protocol");
        acme = SHARED.tenant("business");
        key = acme.apiKey().getString("secret");
        bound = bound();
    }

    /** A key for one address. */
    private static String bound() {
        return SHARED.patiently(
                        "POST",
                        acme.control("/api-keys"),
                        new JsonObject()
                                .put("name", "bound")
                                .put("scopes", new JsonArray().add("usage:read"))
                                .put("allowed_ips", new JsonArray().add("203.0.113.7")))
                .expect(201)
                .data()
                .getString("secret");
    }

    @AfterAll
    static void close() {
        byLines.close();
        byForwarded.close();
        byProtocol.close();
    }

    private static GatewayFixture gateway(String source) {
        return SHARED.second(Map.of("tollgate.trusted-proxies", PROXY, "tollgate.client-address", source));
    }

    private static int status(GatewayFixture gateway, String from, String token, String lines) {
        return status(gateway, from, new byte[0], token, lines);
    }

    private static int status(GatewayFixture gateway, String from, byte[] before, String token, String lines) {
        try (var client = new RawConnection(gateway.base(), from)) {
            var line = client.send(before)
                    .send("GET /v1/workspace HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + token + '\n' + lines
                            + '\n')
                    .line();
            return line.isEmpty() ? 0 : Integer.parseInt(line.split(" ")[1]);
        }
    }

    @Test
    void an_allow_list_is_not_opened_by_a_line_that_the_client_adds() {
        assertThat(status(byLines, PROXY, bound, "X-Forwarded-For: 203.0.113.7\n"))
                .isEqualTo(200);

        assertThat(status(byLines, PROXY, bound, "X-Forwarded-For: 203.0.113.7\nX-Forwarded-For: 198.51.100.9\n"))
                .isEqualTo(401);
        assertThat(status(byLines, PROXY, bound, "X-Forwarded-For: 203.0.113.7, 198.51.100.9\n"))
                .isEqualTo(401);
        assertThat(status(byLines, PROXY, bound, "Forwarded: for=203.0.113.7\n"))
                .isEqualTo(401);
        assertThat(status(byLines, STRANGER, bound, "X-Forwarded-For: 203.0.113.7\n"))
                .isEqualTo(401);
    }

    @Test
    void an_address_that_a_client_makes_up_neither_evades_the_throttle_nor_is_throttled() {
        var innocent = GatewayFixture.newAddress();
        var guilty = GatewayFixture.newAddress();
        for (int at = 0; at < 20; at++) {
            var made = at % 2 == 0 ? innocent : GatewayFixture.newAddress();
            assertThat(status(
                            byLines, PROXY, "junk", "X-Forwarded-For: " + made + "\nX-Forwarded-For: " + guilty + '\n'))
                    .isEqualTo(401);
        }

        assertThat(status(
                        byLines,
                        PROXY,
                        "junk",
                        "X-Forwarded-For: " + GatewayFixture.newAddress() + "\nX-Forwarded-For: " + guilty + '\n'))
                .isEqualTo(429);
        assertThat(status(byLines, PROXY, "junk", "X-Forwarded-For: ::ffff:" + guilty + '\n'))
                .isEqualTo(429);
        assertThat(status(byLines, PROXY, "junk", "X-Forwarded-For: " + innocent + '\n'))
                .isEqualTo(401);
    }

    @Test
    void the_audit_names_the_client_that_the_proxy_names() {
        var client = GatewayFixture.newAddress();
        // Of its own: refusals of a credential in one second are one row, with the first address.
        var key = bound();
        assertThat(status(byLines, PROXY, key, "X-Forwarded-For: 8.8.8.8\nX-Forwarded-For: " + client + ":4711\n"))
                .isEqualTo(401);

        Eventually.within(SOON, () -> {
            var events = SHARED.operator("GET", acme.control("/audit-events?limit=100"), null)
                    .expect(200)
                    .body();
            assertThat(events).contains('"' + client + '"').doesNotContain("8.8.8.8");
        });
    }

    @Test
    void forwarded_is_believed_where_the_settings_say_so_and_nothing_else_is() {
        assertThat(status(byForwarded, PROXY, bound, "Forwarded: for=\"203.0.113.7:80\";proto=https\n"))
                .isEqualTo(200);

        assertThat(status(byForwarded, PROXY, bound, "Forwarded: for=203.0.113.7\nForwarded: for=198.51.100.9\n"))
                .isEqualTo(401);
        assertThat(status(byForwarded, PROXY, bound, "Forwarded: for=203.0.113.7, for=unknown\n"))
                .isEqualTo(401);
        assertThat(status(byForwarded, PROXY, bound, "X-Forwarded-For: 203.0.113.7\n"))
                .isEqualTo(401);
    }

    @Test
    void a_header_of_proxy_protocol_names_the_client_of_its_connection() {
        assertThat(status(byProtocol, PROXY, proxied("203.0.113.7"), bound, "")).isEqualTo(200);
        assertThat(status(byProtocol, PROXY, proxied("::ffff:203.0.113.7"), bound, ""))
                .isEqualTo(200);

        assertThat(status(byProtocol, PROXY, proxied("198.51.100.9"), bound, "X-Forwarded-For: 203.0.113.7\n"))
                .isEqualTo(401);
    }

    @Test
    void a_connection_that_a_proxy_makes_for_itself_is_its_own() {
        var local = header(0x20, 0, new byte[0]);

        assertThat(status(byProtocol, PROXY, local, key, "")).isEqualTo(200);
        assertThat(status(byProtocol, PROXY, local, bound, "")).isEqualTo(401);
    }

    @Test
    void a_trusted_proxy_that_does_not_begin_with_its_header_is_closed_unheard() {
        var old = "PROXY TCP4 203.0.113.7 127.0.0.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(status(byProtocol, PROXY, key, "")).isZero();
        assertThat(status(byProtocol, PROXY, old, key, "")).isZero();
    }

    @Test
    void nobody_else_may_begin_with_such_a_header() {
        assertThat(status(byProtocol, STRANGER, key, "")).isEqualTo(200);

        assertThat(status(byProtocol, STRANGER, proxied("203.0.113.7"), bound, ""))
                .isEqualTo(400);
        assertThat(status(byLines, PROXY, proxied("203.0.113.7"), bound, "")).isEqualTo(400);
    }

    private static byte[] proxied(String client) {
        var mapped = client.startsWith("::ffff:");
        var source = address(mapped ? client.substring(7) : client);
        var there = address("127.0.0.1");
        var addresses = ByteBuffer.allocate(mapped ? 36 : 12);
        for (var one : new byte[][] {source, there}) {
            addresses
                    .put(mapped ? new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1} : new byte[0])
                    .put(one);
        }
        addresses.putShort((short) 4711).putShort((short) 80);
        return header(0x21, mapped ? 0x21 : 0x11, addresses.array());
    }

    private static byte[] header(int command, int protocol, byte[] addresses) {
        var header = new ByteArrayOutputStream();
        header.writeBytes(SIGNATURE);
        header.write(command);
        header.write(protocol);
        header.writeBytes(
                ByteBuffer.allocate(2).putShort((short) addresses.length).array());
        header.writeBytes(addresses);
        return header.toByteArray();
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
