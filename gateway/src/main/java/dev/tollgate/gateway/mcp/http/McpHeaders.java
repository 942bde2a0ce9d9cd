package dev.tollgate.gateway.mcp.http;

import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the headers of a POST before its body is read. */
public final class McpHeaders {

    private static final String JSON = "application/json";
    private static final String GZIP = "gzip";

    /** Weights that say "not this one". */
    private static final Set<String> REFUSED = Set.of("q=0", "q=0.0", "q=0.00", "q=0.000");

    private static final String EVENT_STREAM = "text/event-stream";

    private McpHeaders() {}

    public static @Nullable Refusal refusal(MultiMap headers) {
        if (!takesJson(accept(headers))) {
            return new Refusal.MalformedRequest("Accept must name " + JSON + " and may name " + EVENT_STREAM + '.');
        }
        return isJson(headers.get(HttpHeaders.CONTENT_TYPE)) && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                ? null
                : new Refusal.UnsupportedMediaType("A message is " + JSON + '.');
    }

    /** Whether notifications may come before the answer: the client names the type of streams. */
    public static boolean takesStream(MultiMap headers) {
        var accept = accept(headers);
        if (accept == null) {
            return false;
        }
        for (var range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (range.split(";", 2)[0].strip().equals(EVENT_STREAM)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the answer may be compressed with gzip (RFC 9110, section 12.5.3). */
    public static boolean takesGzip(MultiMap headers) {
        for (var line : headers.getAll(HttpHeaders.ACCEPT_ENCODING)) {
            for (var coding : line.toLowerCase(Locale.ROOT).split(",", -1)) {
                var parts = coding.split(";", 2);
                if (parts[0].strip().equals(GZIP) && (parts.length == 1 || !REFUSED.contains(parts[1].strip()))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A list may have several lines (RFC 9110, section 5.3); null where none came. */
    private static @Nullable String accept(MultiMap headers) {
        var lines = headers.getAll(HttpHeaders.ACCEPT);
        return lines.isEmpty() ? null : String.join(",", lines);
    }

    /** Most answers are JSON, so a client must take that. */
    private static boolean takesJson(@Nullable String accept) {
        if (accept == null) {
            return true;
        }
        for (var range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            var media = range.split(";", 2)[0].strip();
            if (media.equals(JSON) || media.equals("*/*") || media.equals("application/*")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        var parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            var parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return parts[0].strip().equals(JSON);
    }
}
