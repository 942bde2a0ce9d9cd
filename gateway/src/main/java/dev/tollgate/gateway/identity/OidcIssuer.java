package dev.tollgate.gateway.identity;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.InstantSource;

/** The issuer of one process: its keys, and what fetches and renews them. Safe from any thread. */
public final class OidcIssuer {

    private static final int CONNECT_MS_MAX = 3_000;
    private static final int CONNECTIONS_MAX = 2;

    private final Vertx vertx;
    private final Issuer issuer;
    private final HttpClient http;
    private final IssuerKeys keys;
    private volatile long timer = -1;

    public OidcIssuer(Vertx vertx, Issuer issuer, InstantSource clock, MeterRegistry registry) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS_MAX),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
        this.keys = new IssuerKeys(new KeySetFetcher(http, issuer)::keys, issuer.refetchEvery(), clock, registry);
    }

    public Issuer issuer() {
        return issuer;
    }

    public IssuerKeys keys() {
        return keys;
    }

    /** Documents of the issuer, over its own connections. */
    IssuerDocuments documents() {
        return new IssuerDocuments(http, issuer);
    }

    /** Fetches and refreshes the keys in the background: a gateway starts without its issuer. */
    public void start() {
        keys.tick();
        timer = vertx.setPeriodic(issuer.refetchEvery().toMillis(), _ -> keys.tick());
    }

    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return http.close();
    }
}
