package dev.tollgate.webhooks.address;

import java.net.InetAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Destination of a delivery, in canonical form.
 *
 * @param uri the whole: lower-case ASCII host, no default port, never an empty path
 * @param tls whether over TLS
 * @param host as it is resolved, named in TLS and sent as Host; an IPv6 address without brackets
 * @param literal the address where the host is one; null for a name
 * @param target what follows the host: path and query
 */
public record Destination(
        URI uri,
        boolean tls,
        String host,
        int port,
        @Nullable InetAddress literal,
        String target) {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    static int defaultPort(boolean tls) {
        return tls ? HTTPS_PORT : HTTP_PORT;
    }

    /** The value of the header Host. */
    public String authority() {
        var shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == defaultPort(tls) ? shown : shown + ":" + port;
    }
}
