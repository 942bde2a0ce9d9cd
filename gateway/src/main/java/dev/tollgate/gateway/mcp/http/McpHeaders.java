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

    private static final int SEEN_CHARS_MAX = 256;

    /** Values seen last; clients send few different ones. Immutable, so threads may replace what others have kept. */
    private static final @Nullable Accepted[] SEEN = new Accepted[64];

    /** What a value of {@code Accept} takes. */
    private record Accepted(String accept, boolean json, boolean stream) {

        static Accepted of(String accept) {
            boolean json = false;
            boolean stream = false;
            for (var range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
                var media = range.split(";", 2)[0].strip();
                json |= media.equals(JSON) || media.equals("*/*") || media.equals("application/*");
                stream |= media.equals(EVENT_STREAM);
            }
            return new Accepted(accept, json, stream);
        }
    }

    private McpHeaders() {}

    public static @Nullable Refusal refusal(MultiMap headers) {
        // Most answers are JSON, so a client must take that.
        var accept = accept(headers);
        if (accept != null && !accepted(accept).json()) {
            return new Refusal.MalformedRequest("Accept must name " + JSON + " and may name " + EVENT_STREAM + '.');
        }
        return isJson(headers.get(HttpHeaders.CONTENT_TYPE)) && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                ? null
                : new Refusal.UnsupportedMediaType("A message is " + JSON + '.');
    }

    /** Whether notifications may come before the answer: the client names the type of streams. */
    public static boolean takesStream(MultiMap headers) {
        var accept = accept(headers);
        return accept != null && accepted(accept).stream();
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
        return lines.size() > 1 ? String.join(",", lines) : lines.isEmpty() ? null : lines.getFirst();
    }

    private static Accepted accepted(String accept) {
        if (accept.length() > SEEN_CHARS_MAX) {
            return Accepted.of(accept);
        }
        int at = accept.hashCode() & (SEEN.length - 1);
        var known = SEEN[at];
        if (known == null || !known.accept().equals(accept)) {
            known = Accepted.of(accept);
            SEEN[at] = known;
        }
        return known;
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        if (type.equals(JSON)) {
            return true;
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
