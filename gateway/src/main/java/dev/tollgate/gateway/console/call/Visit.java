package dev.tollgate.gateway.console.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.console.page.PageParts;
import dev.tollgate.gateway.console.session.Session;
import dev.tollgate.gateway.console.session.SessionSecret;
import dev.tollgate.gateway.pipeline.Arrival;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One request of somebody who is signed in. */
public record Visit(HttpServerRequest request, Arrival arrival, SessionSecret secret, Session session) {

    /** The parameter that says where a page of a list begins. */
    public static final String CURSOR = "cursor";

    /** The path without the query. */
    public String path() {
        return request.path();
    }

    /** Its URL with another value of one parameter; without that parameter if the value is empty. */
    public String urlWith(String name, String value) {
        var url = new QueryStringEncoder(path());
        request.params().forEach((sent, text) -> {
            if (!sent.equals(name) && !sent.equals(PageParts.DONE)) {
                url.addParam(sent, text);
            }
        });
        if (!value.isEmpty()) {
            url.addParam(name, value);
        }
        return url.toString();
    }

    /** The URL of the first page of a list; null on it. */
    @Nullable public String firstPage() {
        return request.getParam(CURSOR) == null ? null : urlWith(CURSOR, "");
    }

    /**
     * The URL of the next page of a list; null on the last one.
     *
     * @param cursor as the answer has it
     */
    @Nullable public String nextPage(JsonNode cursor) {
        return cursor.isTextual() ? urlWith(CURSOR, cursor.asText()) : null;
    }
}
