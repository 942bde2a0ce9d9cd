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

    /** Strangers can cause sign-ins: they have connections of their own, and few wait for one. */
    private static final int SIGN_IN_CONNECTIONS_MAX = 4;

    private static final int SIGN_INS_WAITING_MAX = 16;

    private final Vertx vertx;
    private final Issuer issuer;
    private final HttpClient http;
    private final HttpClient signIns;
    private final IssuerKeys keys;
    private volatile long timer = -1;

    public OidcIssuer(Vertx vertx, Issuer issuer, InstantSource clock, MeterRegistry registry) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS_MAX),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
        this.signIns = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MS_MAX),
                new PoolOptions().setHttp1MaxSize(SIGN_IN_CONNECTIONS_MAX).setMaxWaitQueueSize(SIGN_INS_WAITING_MAX));
        this.keys = new IssuerKeys(new KeySetFetcher(http, issuer)::keys, issuer.refetchEvery(), clock, registry);
    }

    public Issuer issuer() {
        return issuer;
    }

    public IssuerKeys keys() {
        return keys;
    }

    /** Documents of the issuer for sign-ins, over connections that its keys do not need. */
    IssuerDocuments documents() {
        return new IssuerDocuments(signIns, issuer);
    }

    /** Fetches and refreshes the keys in the background: a gateway starts without its issuer. */
    public void start() {
        keys.tick();
        timer = vertx.setPeriodic(issuer.refetchEvery().toMillis(), _ -> keys.tick());
    }

    public Future<Void> stop() {
        vertx.cancelTimer(timer);
        return Future.join(http.close(), signIns.close()).mapEmpty();
    }
}
