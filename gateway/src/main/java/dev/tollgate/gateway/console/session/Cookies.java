package dev.tollgate.gateway.console.session;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookies of the console. The prefix {@code __Host-} binds them to this very host, path {@code /} and a protected
 * connection; browsers take a loopback address for one.
 */
public final class Cookies {

    /** The session. Ends with the browser. */
    public static final String SESSION = "__Host-tollgate_session";

    /** What a sign-in through the identity provider must come back with, sealed. */
    public static final String SIGN_IN = "__Host-tollgate_sign_in";

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    private Cookies() {}

    /** The value of a cookie; empty where it is missing or given twice. */
    public static Optional<String> value(HttpServerRequest request, String name) {
        String found = null;
        for (var line : request.headers().getAll(HttpHeaders.COOKIE)) {
            for (var pair : line.split(";", -1)) {
                var cookie = pair.strip();
                if (cookie.startsWith(name + '=')) {
                    if (found != null) {
                        return Optional.empty();
                    }
                    found = cookie.substring(name.length() + 1);
                }
            }
        }
        return Optional.ofNullable(found);
    }

    /** Sets a cookie until the browser ends. */
    public static void set(HttpServerResponse response, String name, String value) {
        response.headers().add(HttpHeaders.SET_COOKIE, name + '=' + value + ATTRIBUTES);
    }

    /** Sets a cookie for this long. */
    public static void set(HttpServerResponse response, String name, String value, Duration life) {
        response.headers()
                .add(HttpHeaders.SET_COOKIE, name + '=' + value + "; Max-Age=" + life.toSeconds() + ATTRIBUTES);
    }

    public static void clear(HttpServerResponse response, String name) {
        set(response, name, "", Duration.ZERO);
    }
}
