package dev.tollgate.gateway.console.session;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;
import java.util.Locale;

/** Whether a form was sent from a page of ours: by what browsers say of its origin, which pages cannot set. */
public final class FormOrigin {

    private static final String SITE = "Sec-Fetch-Site";
    private static final String SAME = "same-origin";

    private final String origin;

    /** @param baseUrl where the console is served */
    public FormOrigin(String baseUrl) {
        var uri = URI.create(baseUrl);
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        this.origin = scheme + "://" + withoutPort(scheme, uri.getRawAuthority().toLowerCase(Locale.ROOT));
    }

    /** As browsers name it: without the port that the scheme has anyway. */
    private static String withoutPort(String scheme, String authority) {
        var port = scheme.equals("https") ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    /**
     * Whether something else than a page of ours may have led here: another site, an address, a mail. Only a browser
     * that names our origin excludes it.
     */
    public static boolean isElsewhere(MultiMap headers) {
        var sites = headers.getAll(SITE);
        return sites.size() != 1 || !sites.getFirst().equals(SAME);
    }

    /** {@code Sec-Fetch-Site} decides where it is sent, else {@code Origin}; a form with neither is not ours. */
    public boolean isOurs(MultiMap headers) {
        var sites = headers.getAll(SITE);
        if (!sites.isEmpty()) {
            return sites.size() == 1 && sites.getFirst().equals(SAME);
        }
        var origins = headers.getAll(HttpHeaders.ORIGIN);
        return origins.size() == 1 && origins.getFirst().equals(origin);
    }
}
