package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.catalogue.Catalogue;
import java.util.List;

/** The answers without a record: one response per status of the error codes, and 304. */
final class ProblemParts {

    static final String NOT_MODIFIED = "NotModified";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String RETRY = "Retry-After";

    private final List<ErrorCode> codes;
    private final String url;

    /**
     * The answers of an installation.
     *
     * @param url what the links to the pages of codes start with
     */
    ProblemParts(List<ErrorCode> codes, String url) {
        this.codes = codes;
        this.url = url;
    }

    /** Responses by name. */
    ObjectNode responses() {
        var responses = NODES.objectNode();
        var unchanged = responses.putObject(NOT_MODIFIED);
        unchanged.put("description", "The record or list still has the ETag of If-None-Match. Costs a read.");
        var headers = unchanged.putObject("headers");
        HeaderParts.refer(headers, "X-Request-Id");
        HeaderParts.refer(headers, "ETag");
        codes.stream()
                .map(ErrorCode::status)
                .distinct()
                .forEach(status -> responses.set("Problem" + status, response(status)));
        return responses;
    }

    private ObjectNode response(int status) {
        var response = NODES.objectNode();
        var links = codes.stream()
                .filter(code -> code.status() == status)
                .map(code -> "[`" + code.code() + "`](" + url + "/docs/errors/" + code.code() + "): " + code.when())
                .toList();
        response.put("description", String.join("\n\n", links));
        var headers = response.putObject("headers");
        HeaderParts.refer(headers, "X-Request-Id");
        switch (status) {
            case 401 -> HeaderParts.refer(headers, CHALLENGE);
            case 409, 429, 503 -> HeaderParts.refer(headers, RETRY);
            default -> {}
        }
        response.putObject("content")
                .putObject(Problem.CONTENT_TYPE)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
        return response;
    }

    /** The schema of a problem, with every code. */
    ObjectNode schema() {
        var schema = Catalogue.schema(Problem.class);
        var words = NODES.arrayNode();
        codes.forEach(code -> words.add(code.code()));
        ((ObjectNode) schema.path("properties").path("code")).set("enum", words);
        ((ObjectNode) schema.path("properties").path("type"))
                .put("description", "Page of the code: " + url + "/docs/errors/{code}");
        return schema;
    }
}
