package dev.tollgate.webhooks.delivery;

import io.vertx.core.net.ProxyOptions;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that all deliveries leave through. It gets a CONNECT to the checked address, so that it resolves no name.
 *
 * @param user null for a proxy without authentication
 */
public record EgressProxy(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    /**
     * The proxy of a setting such as {@code http://user:password@proxy.example.com:3128}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static EgressProxy parsed(String text) {
        var uri = URI.create(text);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("an egress proxy is http://[user:password@]host:port");
        }
        var login = uri.getUserInfo();
        if (login == null) {
            return new EgressProxy(uri.getHost(), uri.getPort(), null, null);
        }
        int colon = login.indexOf(':');
        return colon < 0
                ? new EgressProxy(uri.getHost(), uri.getPort(), login, "")
                : new EgressProxy(uri.getHost(), uri.getPort(), login.substring(0, colon), login.substring(colon + 1));
    }

    ProxyOptions options() {
        var options = new ProxyOptions().setHost(host).setPort(port);
        return user == null ? options : options.setUsername(user).setPassword(password);
    }

    /** Shows no login. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
