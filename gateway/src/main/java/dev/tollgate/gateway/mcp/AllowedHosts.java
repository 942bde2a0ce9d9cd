package dev.tollgate.gateway.mcp;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names this endpoint answers to. A browser that was led here under another name (DNS rebinding), or by a page of
 * another origin, is refused.
 */
public final class AllowedHosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new HashSet<>(LOOPBACK);

    /**
     * The host of the public URL, the loopback names, and more.
     *
     * @param more hosts without port
     */
    public AllowedHosts(String publicUrl, Collection<String> more) {
        var host = host(publicUrl);
        if (host != null) {
            names.add(host);
        }
        more.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    boolean allow(HttpServerRequest request) {
        var authority = request.authority();
        var origin = request.getHeader("Origin");
        return (authority == null || names.contains(authority.host().toLowerCase(Locale.ROOT)))
                && (origin == null || names.contains(String.valueOf(host(origin))));
    }

    private static @Nullable String host(String url) {
        try {
            var host = new URI(url).getHost();
            return host == null ? null : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException foreign) {
            return null;
        }
    }
}
