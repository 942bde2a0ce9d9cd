package dev.tollgate.webhooks.delivery;

import dev.tollgate.webhooks.address.AddressGuard;
import dev.tollgate.webhooks.signature.Signature;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import java.time.InstantSource;

/**
 * Makes attempts over HTTP/1.1, all on one event loop: that on which it was made. Redirects are not followed, answers
 * are read up to a bound, and nothing outlives its timeout.
 *
 * <p>The caller limits concurrent attempts; connections per host are limited here.
 */
public final class Sender {

    private static final String PRODUCT = "Tollgate-Webhooks/";

    private final Context context;
    private final HostPools hosts;
    private final SenderContext senderContext;

    Sender(Vertx vertx, SenderSettings settings, InstantSource clock, HostResolver names, ClientSSLOptions tls) {
        this.context = vertx.getOrCreateContext();
        this.hosts = new HostPools(
                vertx, new Connector(vertx, tls, settings.egressProxy()), settings.connectionsPerHostMax());
        this.senderContext = new SenderContext(
                vertx,
                clock,
                new AddressGuard(settings.policy()),
                names,
                hosts,
                new Signature(),
                PRODUCT + settings.version());
    }

    /** One for the event loop of the caller, which trusts the certificates that Java trusts. */
    public static Sender create(Vertx vertx, SenderSettings settings, InstantSource clock) {
        return new Sender(vertx, settings, clock, new DnsNames(vertx), new ClientSSLOptions());
    }

    /**
     * Makes one attempt. Every network failure is a result, and so is an attempt that could not be made, because the
     * host is busy; a failed future is a bug.
     */
    public Future<AttemptResult> send(AttemptRequest request) {
        if (context.equals(Vertx.currentContext())) {
            return new Attempt(request, senderContext).begin();
        }
        Promise<AttemptResult> result = Promise.promise();
        context.runOnContext(_ -> new Attempt(request, senderContext).begin().onComplete(result));
        return result.future();
    }

    /** Closes every connection; attempts in flight end with {@code reset}. */
    public Future<Void> close() {
        return hosts.close();
    }
}
