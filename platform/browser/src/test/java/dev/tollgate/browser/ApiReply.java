package dev.tollgate.browser;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An answer of the API.
 *
 * @param body the whole answer
 */
record ApiReply(int status, String requestId, JsonNode body) {

    JsonNode data() {
        return body.path("data");
    }

    /** The id of the record in it. */
    String id() {
        return data().path("id").asText();
    }

    /** The same, if it has this status. */
    ApiReply expect(int expected) {
        if (status != expected) {
            throw new AssertionError("status " + status + " instead of " + expected + ": " + body);
        }
        return this;
    }
}
