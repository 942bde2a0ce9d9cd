package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The OpenAPI 3.1 document of one plane. Deterministic: the same catalogue, prices and URL give the same bytes. */
final class OpenApi {

    private static final String VERSION = "1";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Catalogue catalogue;
    private final PriceBook prices;
    private final Instant now;
    private final BaseUrls urls;
    private final List<ErrorCode> codes;

    OpenApi(Catalogue catalogue, PriceBook prices, Instant now, BaseUrls urls, List<ErrorCode> codes) {
        this.catalogue = catalogue;
        this.prices = prices;
        this.now = now;
        this.urls = urls;
        this.codes = codes;
    }

    ObjectNode document(Plane plane) {
        var root = NODES.objectNode().put("openapi", "3.1.0");
        root.set("info", info(plane));
        root.putArray("servers").addObject().put("url", urls.of(plane));
        var tags = root.putArray("tags");
        for (var module : catalogue.modules()) {
            if (catalogue.faces(plane).stream().anyMatch(face -> face.module().equals(module))) {
                tags.addObject().put("name", module.key()).put("description", module.title());
            }
        }
        var schemas = new SchemaParts();
        root.set("paths", paths(plane, schemas));
        var components = root.putObject("components");
        var parts = schemas.all();
        parts.set("Problem", problem());
        components.set("schemas", parts);
        components.set("responses", responses());
        components.set("headers", HeaderParts.all());
        components.set("securitySchemes", security(plane));
        return root;
    }

    private static ObjectNode info(Plane plane) {
        return switch (plane) {
            case APP ->
                NODES.objectNode()
                        .put("title", "Tollgate")
                        .put("version", VERSION)
                        .put("description", "Business operations of one workspace, metered and audited.");
            case CONTROL ->
                NODES.objectNode()
                        .put("title", "Tollgate control plane")
                        .put("version", VERSION)
                        .put("description", "Administration of tenants, workspaces, modules, credentials and billing.");
        };
    }

    private ObjectNode paths(Plane plane, SchemaParts schemas) {
        var byPath = new TreeMap<String, ObjectNode>();
        for (var face : catalogue.faces(plane)) {
            var tag = PriceTag.of(face, plane == Plane.APP ? Surface.REST : Surface.CONTROL, prices, now);
            var operation = new OperationPart<>(face, tag, schemas).node();
            byPath.computeIfAbsent(face.face().route().path(), _ -> NODES.objectNode())
                    .set(face.face().route().method().toLowerCase(Locale.ROOT), operation);
        }
        var paths = NODES.objectNode();
        byPath.forEach(paths::set);
        return paths;
    }

    /** One response per status, with every code that has it. */
    private ObjectNode responses() {
        var responses = NODES.objectNode();
        for (var code : codes) {
            var name = "Problem" + code.status();
            var known = responses.path(name).path("description").asText("");
            var response = responses.putObject(name);
            response.put("description", known.isEmpty() ? '`' + code.code() + '`' : known + ", `" + code.code() + '`');
            response.putObject("content")
                    .putObject(Problem.CONTENT_TYPE)
                    .putObject("schema")
                    .put("$ref", "#/components/schemas/Problem");
        }
        return responses;
    }

    private ObjectNode problem() {
        var schema = Catalogue.schema(Problem.class);
        var words = NODES.arrayNode();
        codes.forEach(code -> words.add(code.code()));
        ((ObjectNode) schema.path("properties").path("code")).set("enum", words);
        ((ObjectNode) schema.path("properties").path("type"))
                .put("description", "Page of the code: " + urls.app() + "/docs/errors/{code}");
        return schema;
    }

    private static ObjectNode security(Plane plane) {
        var schemes = NODES.objectNode();
        switch (plane) {
            case APP ->
                schemes.putObject("api_key")
                        .put("type", "http")
                        .put("scheme", "bearer")
                        .put("description", "An API key of the workspace: tgk_…");
            case CONTROL -> {
                schemes.putObject("operator")
                        .put("type", "http")
                        .put("scheme", "bearer")
                        .put("description", "An operator token: tga_…");
                schemes.putObject("person")
                        .put("type", "http")
                        .put("scheme", "bearer")
                        .put("bearerFormat", "JWT")
                        .put(
                                "description",
                                "A token of the installation's identity provider, for a person with one of the named roles.");
            }
        }
        return schemes;
    }

    /** The document as bytes, indented for people. */
    byte[] bytes(Plane plane) {
        return PrettyJson.bytes(Json.MAPPER, document(plane));
    }
}
