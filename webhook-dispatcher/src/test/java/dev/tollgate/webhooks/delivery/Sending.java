package dev.tollgate.webhooks.delivery;

import dev.tollgate.loadtest.receiver.MockReceiver;
import dev.tollgate.webhooks.address.AddressPolicy;
import dev.tollgate.webhooks.signature.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Fixture for tests of attempts: a receiver, a request, a sender with its own name resolution. */
final class Sending implements AutoCloseable {

    static final String ID = "evt_01k9v4xg8ve5x8jd4y6kz0a1bc";
    static final Buffer BODY = Buffer.buffer("{\"type\":\"task.created\"}");
    static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    static final SigningKey KEY = SigningKey.random("whk_1", new SecureRandom());
    static final Duration TIMEOUT = Duration.ofSeconds(15);
    static final UUID TENANT = new UUID(1, 1);
    private static final int CONNECTIONS = 2;

    final Vertx vertx = Vertx.vertx();
    final MockReceiver receiver = MockReceiver.start(vertx).await();

    /** A sender that may send to loopback, and for which every name is loopback. */
    Sender sender() {
        return sender(_ -> Future.succeededFuture(List.of(address("127.0.0.1"))), null, new ClientSSLOptions());
    }

    /** The same, with so many connections to a host. */
    Sender sender(int connectionsPerHost) {
        return sender(
                _ -> Future.succeededFuture(List.of(address("127.0.0.1"))),
                null,
                new ClientSSLOptions(),
                connectionsPerHost);
    }

    Sender sender(HostResolver names, EgressProxy proxy, ClientSSLOptions tls) {
        return sender(names, proxy, tls, CONNECTIONS);
    }

    /** A sender with one connection to a host, that may send to all of loopback. */
    Sender senderOfOne(HostResolver names) {
        return sender(names, null, new ClientSSLOptions(), 1, "127.0.0.0/8");
    }

    private Sender sender(HostResolver names, EgressProxy proxy, ClientSSLOptions tls, int connectionsPerHost) {
        return sender(names, proxy, tls, connectionsPerHost, "127.0.0.1");
    }

    private Sender sender(
            HostResolver names, EgressProxy proxy, ClientSSLOptions tls, int connectionsPerHost, String allowed) {
        var policy = AddressPolicy.of(true, List.of(allowed), List.of("1-65535"));
        return new Sender(
                vertx,
                new SenderSettings(policy, proxy, connectionsPerHost, "1.2.3"),
                InstantSource.fixed(NOW),
                names,
                tls);
    }

    AttemptRequest to(String path) {
        return order("http://hook.example.com:" + receiver.port() + path, TIMEOUT);
    }

    static AttemptRequest order(String url, Duration timeout) {
        return order(TENANT, url, timeout);
    }

    static AttemptRequest order(UUID tenant, String url, Duration timeout) {
        return new AttemptRequest(tenant, URI.create(url), ID, NOW, BODY, List.of(KEY), timeout);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        receiver.close().await();
        vertx.close().await();
    }
}
