package dev.tollgate.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Security headers for responses that browsers receive without a credential. */
public final class BrowserHeaders {

    /** Pages load scripts, styles and documents from here; images also from the style sheet itself. */
    private static final CharSequence PAGE_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; script-src 'self'; "
                    + "style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'");

    /** Nothing but our own scripts, styles, images and forms; HTML is made of text by one policy of ours only. */
    private static final CharSequence CONSOLE_POLICY =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
                    + "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
                    + "require-trusted-types-for 'script'; trusted-types default");

    private static final CharSequence OPENER = HttpHeaders.createOptimized("Cross-Origin-Opener-Policy");
    private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence FRAMES = HttpHeaders.createOptimized("X-Frame-Options");
    private static final CharSequence DENY = HttpHeaders.createOptimized("DENY");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence TRANSPORT = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence A_YEAR = HttpHeaders.createOptimized("max-age=31536000");
    private static final CharSequence TYPE = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NO_SNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private BrowserHeaders() {}

    /** Tells browsers not to guess another content type ({@code X-Content-Type-Options: nosniff}). */
    public static void typed(HttpServerResponse response) {
        response.putHeader(TYPE, NO_SNIFF);
    }

    /**
     * Something to read.
     *
     * @param page whether a browser shows it as a page, rather than being a part of one
     */
    public static void document(HttpServerResponse response, boolean page) {
        typed(response);
        if (page) {
            response.putHeader(POLICY, PAGE_POLICY).putHeader(FRAMES, DENY).putHeader(REFERRER, NO_REFERRER);
        }
    }

    /**
     * A page of the console: shown in no frame, stored nowhere, telling no other site where its links come from.
     *
     * @param https whether browsers reach the console by https, and are to use nothing else for a year
     */
    public static void console(HttpServerResponse response, boolean https) {
        typed(response);
        secret(response);
        response.putHeader(POLICY, CONSOLE_POLICY).putHeader(FRAMES, DENY).putHeader(OPENER, SAME_ORIGIN);
        if (!response.headers().contains(REFERRER)) {
            response.putHeader(REFERRER, SAME_ORIGIN);
        }
        if (https) {
            response.putHeader(TRANSPORT, A_YEAR);
        }
    }

    /** Its URL contains a secret, which it tells nobody. To be called before the other headers are set. */
    public static void secretUrl(HttpServerResponse response) {
        response.putHeader(REFERRER, NO_REFERRER);
    }

    /** It contains a secret that no intermediary may store. */
    public static void secret(HttpServerResponse response) {
        response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
}
