package dev.tollgate.gateway.http;

import dev.tollgate.contract.outcome.Refusal;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Rejects ambiguous request heads that the HTTP server itself accepts. */
public final class RequestHeadValidator {

    private static final String CHUNKED = "chunked";

    private RequestHeadValidator() {}

    /** The refusal of a head that is not sane; null for all others. */
    public static @Nullable Refusal refusal(HttpServerRequest request) {
        var headers = request.headers();
        int hosts = count(headers, HttpHeaders.HOST);
        if (hosts > 1 || (hosts == 0 && request.version() == HttpVersion.HTTP_1_1)) {
            return malformed("The request must have exactly one Host header.");
        }
        if (hosts == 1 && !Authority.isValid(headers.get(HttpHeaders.HOST))) {
            return malformed("The Host header is invalid.");
        }
        if (count(headers, HttpHeaders.AUTHORIZATION) > 1) {
            return malformed("The request must not have more than one Authorization header.");
        }
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING) && headers.contains(HttpHeaders.CONTENT_LENGTH)) {
            return malformed("The request must not have both Content-Length and Transfer-Encoding.");
        }
        if (headers.contains(HttpHeaders.TRANSFER_ENCODING)
                && !CHUNKED.equalsIgnoreCase(String.join(",", headers.getAll(HttpHeaders.TRANSFER_ENCODING)))) {
            return malformed("Unsupported Transfer-Encoding: only chunked is accepted.");
        }
        return request.uri().startsWith("/") ? null : target(request);
    }

    /** How often a header is given. The server's own headers are counted without a list of their values. */
    private static int count(MultiMap headers, CharSequence name) {
        if (!(headers instanceof io.netty.handler.codec.http.HttpHeaders own)) {
            return headers.getAll(name).size();
        }
        int count = 0;
        for (var lines = own.iteratorCharSequence(); lines.hasNext(); ) {
            count += AsciiString.contentEqualsIgnoreCase(name, lines.next().getKey()) ? 1 : 0;
        }
        return count;
    }

    /** Only proxies are sent whole URLs; one that names this very host is taken all the same, as RFC 9112 asks. */
    private static @Nullable Refusal target(HttpServerRequest request) {
        try {
            var authority = new URI(request.uri()).getRawAuthority();
            var host = request.getHeader(HttpHeaders.HOST);
            return authority != null && authority.equalsIgnoreCase(host)
                    ? null
                    : malformed("The request target names another host.");
        } catch (URISyntaxException wrong) {
            return malformed("Invalid request target.");
        }
    }

    private static Refusal malformed(String detail) {
        return new Refusal.MalformedRequest(detail);
    }
}
