package dev.tollgate.gateway.console.session;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.net.URI;

/** Whether a form was sent from a page of ours: by what browsers say of its origin, which pages cannot set. */
public final class FormOrigin {

    private static final String SITE = "Sec-Fetch-Site";
    private static final String SAME = "same-origin";

    private final String origin;

    /** @param baseUrl where the console is served */
    public FormOrigin(String baseUrl) {
        var uri = URI.create(baseUrl);
        this.origin = uri.getScheme() + "://" + uri.getRawAuthority();
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
