package dev.tollgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.loadtest.receiver.MockReceiver;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureDeliveryTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static PfxOptions certificate;

    private final Sending sending = new Sending();
    private final ClientSSLOptions trusting = new ClientSSLOptions().setTrustOptions(certificate);
    private MockReceiver secure;

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        var store = folder.resolve("hook.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "hook",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hook",
                        "-validity",
                        "2",
                        "-ext",
                        "SAN=dns:hook.example.com",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .start();
        assertThat(process.waitFor()).isZero();
        certificate = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    @BeforeEach
    void listen() {
        var options = new NetServerOptions().setHost("127.0.0.1").setSsl(true).setKeyCertOptions(certificate);
        secure = MockReceiver.start(sending.vertx, List.of(options)).await();
    }

    @AfterEach
    void close() {
        secure.close().await();
        sending.close();
    }

    @Test
    void a_certificate_that_is_trusted_for_the_host_is_taken() {
        var result = send(trusting, null, "hook.example.com");

        assertThat(result.succeeded()).isTrue();
        assertThat(result.timings().tlsMicros()).isPositive();
        assertThat(result.timings().connectMicros()).isPositive();
    }

    @Test
    void a_certificate_of_another_host_is_not() {
        var result = send(trusting, null, "other.example.com");

        assertThat(result.errorClass()).isEqualTo("tls");
        assertThat(result.address()).isEqualTo("127.0.0.1");
        assertThat(secure.count()).isZero();
    }

    @Test
    void a_certificate_nobody_trusts_is_not() {
        assertThat(send(new ClientSSLOptions(), null, "hook.example.com").errorClass())
                .isEqualTo("tls");
    }

    @Test
    void a_receiver_without_tls_is_not() {
        var sender = sender(trusting, null);
        var url = "https://hook.example.com:" + sending.receiver.port() + "/";

        assertThat(sender.send(Sending.order(url, Sending.TIMEOUT)).await().errorClass())
                .isEqualTo("tls");
    }

    @Test
    void a_proxy_is_asked_for_the_judged_address_and_never_for_the_name() {
        var asked = new CopyOnWriteArrayList<String>();
        int port = proxy(asked, "HTTP/1.1 200 OK\r\n\r\n");

        var result = send(trusting, EgressProxy.parsed("http://ada:secret@127.0.0.1:" + port), "hook.example.com");

        assertThat(result.errorClass()).isNull();
        assertThat(asked).singleElement().asString().startsWith("CONNECT 127.0.0.1:" + secure.port() + " ");
        assertThat(asked.getFirst()).doesNotContain("hook.example.com");
        assertThat(asked.getFirst().toLowerCase(Locale.ROOT)).contains("proxy-authorization: basic");
        assertThat(secure.receipts(0, 1).getFirst().headers().host()).startsWith("hook.example.com:");
    }

    @Test
    void a_proxy_that_refuses_or_is_away_is_told_apart_from_the_receiver() {
        int port = proxy(new CopyOnWriteArrayList<>(), "HTTP/1.1 403 Forbidden\r\n\r\n");

        assertThat(send(trusting, new EgressProxy("127.0.0.1", port, null, null), "hook.example.com")
                        .errorClass())
                .isEqualTo("proxy");
        assertThat(send(trusting, new EgressProxy("127.0.0.1", 1, null, null), "hook.example.com")
                        .errorClass())
                .isEqualTo("proxy");
    }

    private AttemptResult send(ClientSSLOptions tls, EgressProxy proxy, String host) {
        var order = Sending.order("https://" + host + ":" + secure.port() + "/", Sending.TIMEOUT);
        return sender(tls, proxy).send(order).await();
    }

    private Sender sender(ClientSSLOptions tls, EgressProxy proxy) {
        return sending.sender(_ -> Future.succeededFuture(List.of(Sending.address("127.0.0.1"))), proxy, tls);
    }

    /** Answers every CONNECT so and, if that was a success, passes bytes on. */
    private int proxy(List<String> asked, String answer) {
        var client = sending.vertx.createNetClient();
        var server = sending.vertx
                .createNetServer(new NetServerOptions().setHost("127.0.0.1"))
                .connectHandler(left -> left.handler(head -> {
                    asked.add(head.toString());
                    left.pause();
                    var target = head.toString().split("[ :]", 4);
                    client.connect(Integer.parseInt(target[2]), target[1]).onSuccess(right -> {
                        right.handler(left::write);
                        left.handler(right::write);
                        left.write(Buffer.buffer(answer));
                        left.resume();
                    });
                }))
                .listen()
                .await();
        return server.actualPort();
    }
}
