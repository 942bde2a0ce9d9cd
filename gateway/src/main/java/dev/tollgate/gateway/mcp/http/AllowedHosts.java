package dev.tollgate.gateway.mcp.http;

import dev.tollgate.gateway.http.Authority;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Allowed Host and Origin names. Requests with another Host (DNS rebinding) or from a page of another origin are
 * refused. Loopback origins are allowed only if the public URL is on loopback.
 */
public final class AllowedHosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final Set<String> origins = new HashSet<>();

    /**
     * The host of the public URL and more; for {@code Host} also the loopback names, under which no page of another's
     * can lead here.
     *
     * @param more hosts without port
     */
    public AllowedHosts(String publicUrl, Collection<String> more) {
        var own = host(publicUrl);
        if (own != null) {
            origins.add(own);
        }
        if (LOOPBACK.contains(String.valueOf(own))) {
            origins.addAll(LOOPBACK);
        }
        more.forEach(name -> origins.add(name.toLowerCase(Locale.ROOT)));
        hosts.addAll(origins);
    }

    public boolean allow(HttpServerRequest request) {
        var headers = request.headers();
        return allowHost(headers.get(HttpHeaders.HOST)) && allowOrigins(headers.getAll(HttpHeaders.ORIGIN));
    }

    private boolean allowHost(@Nullable String authority) {
        var host = authority == null ? null : Authority.host(authority);
        return host != null && hosts.contains(host.toLowerCase(Locale.ROOT));
    }

    private boolean allowOrigins(List<String> given) {
        return given.isEmpty() || (given.size() == 1 && origins.contains(String.valueOf(host(given.getFirst()))));
    }

    /** The host of a web page's address or origin; null for what is neither. */
    private static @Nullable String host(String url) {
        try {
            var uri = new URI(url);
            var host = uri.getHost();
            return host == null || uri.getRawUserInfo() != null || !SCHEMES.contains(uri.getScheme())
                    ? null
                    : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException foreign) {
            return null;
        }
    }
}
