package dev.tollgate.gateway.identity;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** JSON documents of an issuer, bounded in size and time. Fails with words for the operator. */
final class IssuerDocuments {

    static final int BYTES_MAX = 256 << 10;
    private static final long ANSWER_SECONDS_MAX = 5;
    private static final String INVALID_GRANT = "invalid_grant";

    private final HttpClient http;
    private final Issuer issuer;

    IssuerDocuments(HttpClient http, Issuer issuer) {
        this.http = http;
        this.issuer = issuer;
    }

    /** The discovery document of the issuer itself. */
    Future<JsonNode> discovery() {
        return get(issuer.discoveryUrl()).map(document -> {
            if (!issuer.url().equals(document.path("issuer").asText())) {
                throw new IllegalStateException("the discovery document is of another issuer");
            }
            return document;
        });
    }

    Future<JsonNode> get(String url) {
        return http.request(options(url))
                .compose(request -> request.send().compose(IssuerDocuments::body))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .map(IssuerDocuments::json);
    }

    /**
     * The answer of a token endpoint to a form; empty where it does not accept the grant (RFC 6749, section 5.2). Any
     * other error is a fault of the set-up, and fails.
     */
    Future<Optional<JsonNode>> grant(String url, String form) {
        var options = options(url)
                .setMethod(HttpMethod.POST)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        return http.request(options)
                .compose(request -> request.send(Buffer.buffer(form)).compose(IssuerDocuments::granted))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    }

    /** Without the idle timeout a connection that never answers would be kept, and few of those are all there are. */
    private static RequestOptions options(String url) {
        return new RequestOptions()
                .setAbsoluteURI(url)
                .setIdleTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX))
                .putHeader(HttpHeaders.ACCEPT, "application/json");
    }

    private static Future<Optional<JsonNode>> granted(HttpClientResponse response) {
        int status = response.statusCode();
        return status == BAD_REQUEST.code() || status == FORBIDDEN.code()
                ? whole(response).map(bytes -> refused(status, bytes))
                : body(response).map(bytes -> Optional.of(json(bytes)));
    }

    private static Optional<JsonNode> refused(int status, Buffer bytes) {
        var error = error(bytes);
        if (error.equals(INVALID_GRANT) || (status == BAD_REQUEST.code() && error.isEmpty())) {
            return Optional.empty();
        }
        throw new IllegalStateException("the issuer answered " + status + " " + error);
    }

    private static String error(Buffer bytes) {
        try {
            return Json.MAPPER.readTree(bytes.getBytes()).path("error").asText();
        } catch (IOException notJson) {
            return "";
        }
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        return response.statusCode() == OK.code()
                ? whole(response)
                : Future.failedFuture(new IllegalStateException("the issuer answered " + response.statusCode()));
    }

    private static Future<Buffer> whole(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        var bytes = Buffer.buffer();
        response.handler(chunk -> {
            if (bytes.length() + chunk.length() > BYTES_MAX) {
                whole.tryFail("the issuer's document is too large");
                var _ = response.request().reset();
            } else {
                bytes.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(bytes));
        return whole.future();
    }

    private static JsonNode json(Buffer bytes) {
        try {
            return Json.MAPPER.readTree(bytes.getBytes());
        } catch (IOException notJson) {
            throw new IllegalStateException("the issuer's document is not JSON", notJson);
        }
    }
}
