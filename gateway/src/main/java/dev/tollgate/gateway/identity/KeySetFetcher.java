package dev.tollgate.gateway.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Asks an issuer for its keys: discovery where the settings do not say where they are, then the key set. */
final class KeySetFetcher {

    static final int BYTES_MAX = 256 << 10;
    private static final long ANSWER_SECONDS_MAX = 5;
    private static final int OK = 200;

    private final HttpClient http;
    private final Issuer issuer;

    KeySetFetcher(HttpClient http, Issuer issuer) {
        this.http = http;
        this.issuer = issuer;
    }

    /** The keys as they are now; fails with words for the operator. */
    Future<KeySet> keys() {
        return located()
                .compose(this::document)
                .map(document -> KeySet.parse(document)
                        .orElseThrow(() -> new IllegalStateException("the issuer's key set has no supported key")));
    }

    private Future<String> located() {
        if (issuer.keysUrl() != null) {
            return Future.succeededFuture(issuer.keysUrl());
        }
        return document(issuer.discoveryUrl()).map(document -> {
            if (!issuer.url().equals(document.path("issuer").asText())) {
                throw new IllegalStateException("the discovery document is of another issuer");
            }
            var url = document.path("jwks_uri").asText();
            if (!Issuer.trusted(url)) {
                throw new IllegalStateException("the discovery document has no https jwks_uri");
            }
            return url;
        });
    }

    private Future<JsonNode> document(String url) {
        // Without it a connection that never answers would be kept, and two of those are all there are.
        var options = new RequestOptions()
                .setAbsoluteURI(url)
                .setIdleTimeout(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX))
                .putHeader(HttpHeaders.ACCEPT, "application/json");
        return http.request(options)
                .compose(request -> request.send().compose(KeySetFetcher::body))
                .timeout(ANSWER_SECONDS_MAX, TimeUnit.SECONDS)
                .map(KeySetFetcher::json);
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Future.failedFuture(new IllegalStateException("the issuer answered " + response.statusCode()));
        }
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
