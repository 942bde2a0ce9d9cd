package dev.tollgate.gateway.rest;

import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which bodies are taken: JSON in UTF-8, as it is; a patch may call itself a merge patch. */
final class MediaTypes {

    private static final String JSON = "application/json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private MediaTypes() {}

    /** The refusal of a body of another type; null for JSON. */
    static @Nullable Refusal refusal(String method, MultiMap headers) {
        var type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (JSON.equals(type) && !headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            return null;
        }
        if (headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            return new Refusal.UnsupportedMediaType("Content-Encoding is not supported for request bodies.");
        }
        var patch = method.equals("PATCH");
        return type != null && isJson(type.toLowerCase(Locale.ROOT), patch)
                ? null
                : new Refusal.UnsupportedMediaType(
                        patch ? "A body is " + MERGE_PATCH + " or " + JSON + "." : "A body is " + JSON + ".");
    }

    private static boolean isJson(String type, boolean patch) {
        var parts = type.split(";", -1);
        var media = parts[0].strip();
        if (!media.equals(JSON) && !(patch && media.equals(MERGE_PATCH))) {
            return false;
        }
        for (int at = 1; at < parts.length; at++) {
            var parameter = parts[at].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
