package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.console.session.Session;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.pipeline.Arrival;
import io.vertx.core.http.HttpServerRequest;

/** One request of somebody who is signed in. */
public record Visit(HttpServerRequest request, Arrival arrival, SessionSecret secret, Session session) {

    /** The path without the query. */
    String path() {
        return request.path();
    }
}
