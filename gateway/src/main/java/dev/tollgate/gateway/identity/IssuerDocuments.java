package dev.tollgate.gateway.identity;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.FORBIDDEN;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.fetch.RemoteDocuments;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** JSON documents of an issuer, bounded in size and time. Fails with words for the operator. */
final class IssuerDocuments {

    private static final String INVALID_GRANT = "invalid_grant";

    private final HttpClient http;
    private final Issuer issuer;
    private final RemoteDocuments documents;

    IssuerDocuments(HttpClient http, Issuer issuer) {
        this.http = http;
        this.issuer = issuer;
        this.documents = new RemoteDocuments(http, "issuer");
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
        return documents.get(url);
    }

    /**
     * The answer of a token endpoint to a form; empty where it does not accept the grant (RFC 6749, section 5.2). Any
     * other error is a fault of the set-up, and fails.
     */
    Future<Optional<JsonNode>> grant(String url, String form) {
        var options = RemoteDocuments.options(url)
                .setMethod(HttpMethod.POST)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
        return http.request(options)
                .compose(request -> request.send(Buffer.buffer(form)).compose(this::granted))
                .timeout(RemoteDocuments.ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    }

    private Future<Optional<JsonNode>> granted(HttpClientResponse response) {
        int status = response.statusCode();
        return status == BAD_REQUEST.code() || status == FORBIDDEN.code()
                ? documents.whole(response).map(bytes -> refused(status, bytes))
                : documents.body(response).map(bytes -> Optional.of(documents.json(bytes)));
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
}
