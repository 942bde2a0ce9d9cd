package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
    private final EventTypes events;

    OpenApi(Catalogue catalogue, PriceBook prices, Instant now, BaseUrls urls, List<ErrorCode> codes) {
        this.catalogue = catalogue;
        this.prices = prices;
        this.now = now;
        this.urls = urls;
        this.codes = codes;
        this.events = EventCatalogue.of(catalogue);
    }

    ObjectNode document(Plane plane) {
        var root = NODES.objectNode().put("openapi", "3.1.0");
        root.set("info", info(plane));
        root.putArray("servers").addObject().put("url", urls.of(plane));
        var tags = root.putArray("tags");
        for (var module : catalogue.modules()) {
            if (has(plane, module)) {
                tags.addObject().put("name", module.key()).put("description", module.title());
            }
        }
        var schemas = new SchemaParts();
        var problems = new ProblemParts(codes, urls.app());
        root.set("paths", paths(plane, schemas));
        if (plane == Plane.APP) {
            root.set("webhooks", new WebhookParts(schemas).all(events));
        }
        var components = root.putObject("components");
        var parts = schemas.all();
        parts.set("Problem", problems.schema());
        components.set("schemas", parts);
        components.set("responses", problems.responses());
        WebhookParts.addResponses((ObjectNode) components.path("responses"));
        components.set("headers", HeaderParts.all());
        components.set("parameters", WebhookParts.parameters());
        components.set("securitySchemes", SecurityPart.schemes(plane));
        List.of("responses", "headers", "parameters").forEach(kind -> removeUnused(root, kind));
        return root;
    }

    private boolean has(Plane plane, ProductModule module) {
        return catalogue.faces(plane).stream().anyMatch(face -> face.module().equals(module))
                || (plane == Plane.APP
                        && events.all().values().stream()
                                .anyMatch(event -> event.module().equals(module.key())));
    }

    private ObjectNode info(Plane plane) {
        var info = NODES.objectNode();
        switch (plane) {
            case APP -> info.put("title", "Tollgate").put("description", """
                Business operations of one workspace, metered and audited.

                [Guide](%1$s/docs/rest.md): authentication, errors and retries, idempotency, pages, ETags, rate limits, \
                batches, dry runs, prices. [Webhooks](%1$s/docs/webhooks.md), [MCP](%1$s/docs/mcp.md), \
                [error codes](%1$s/docs/errors), [all pages](%1$s/llms.txt).""".formatted(urls.app()));
            case CONTROL -> info.put("title", "Tollgate control plane").put("description", """
                Administration of tenants, workspaces, modules, credentials and billing.

                [Guide](%1$s/docs/rest.md): errors and retries, idempotency, pages, ETags. [Roles](%1$s/docs/roles.md), \
                [people](%1$s/docs/people.md), [payments](%1$s/docs/payments.md), \
                [error codes](%1$s/docs/errors), [all pages](%1$s/llms.txt).""".formatted(urls.app()));
        }
        info.put("version", VERSION);
        info.putObject("contact").put("name", "Tollgate").put("url", urls.app() + "/docs");
        info.putObject("license").put("name", "Proprietary").put("identifier", "LicenseRef-Proprietary");
        return info;
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

    /** A component that nothing refers to is a warning of linters, and says nothing to readers. */
    private static void removeUnused(ObjectNode root, String kind) {
        var used = new HashSet<String>();
        collect(root, used);
        var parts = (ObjectNode) root.path("components").path(kind);
        parts.properties().removeIf(part -> !used.contains("#/components/" + kind + '/' + part.getKey()));
        if (parts.isEmpty()) {
            ((ObjectNode) root.path("components")).remove(kind);
        }
    }

    private static void collect(JsonNode node, Set<String> references) {
        if (node.path("$ref").isTextual()) {
            references.add(node.path("$ref").textValue());
        }
        node.forEach(child -> collect(child, references));
    }

    /** The document as bytes, indented for people. */
    byte[] bytes(Plane plane) {
        return PrettyJson.bytes(Json.MAPPER, document(plane));
    }
}
