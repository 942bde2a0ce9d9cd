package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.event.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A Markdown page for each module of the app plane, {@code docs/modules/<key>.md}: its records with their fields, its
 * operations with what they take and refuse, and its events. Made from the declarations, as OpenAPI has them.
 */
public final class ModulePages {

    /** Refusals that any call can meet; the guide on REST explains them. */
    private static final Set<String> COMMON =
            Set.of("400", "401", "402", "403", "413", "415", "429", "500", "503", "504");

    private static final String COMPONENT = "#/components/schemas/";

    private final Catalogue catalogue;
    private final OperationsList operations;
    private final ObjectNode document;
    private final List<EventType> events;

    public ModulePages(Catalogue catalogue, PriceBook prices, Instant now, ObjectNode appDocument) {
        this.catalogue = catalogue;
        this.operations = new OperationsList(catalogue, prices, now);
        this.document = appDocument;
        this.events = List.copyOf(EventCatalogue.of(catalogue).all().values());
    }

    /** The pages by path below the docs folder. */
    public SequencedMap<String, String> pages() {
        var pages = new LinkedHashMap<String, String>();
        for (var module : catalogue.modules()) {
            var faces = catalogue.faces(Plane.APP).stream()
                    .filter(face -> face.module().equals(module))
                    .toList();
            if (!faces.isEmpty()) {
                pages.put("modules/" + module.key() + ".md", page(module, faces));
            }
        }
        return pages;
    }

    private String page(ProductModule module, List<CompiledFace<?, ?>> faces) {
        var page = new StringBuilder(
                "# %s (`%s`)\n\nMade from the declarations; do not edit.\n".formatted(module.title(), module.key()));
        var byResource = new LinkedHashMap<String, List<CompiledFace<?, ?>>>();
        faces.forEach(face -> byResource
                .computeIfAbsent(face.operation().resource(), _ -> new ArrayList<>())
                .add(face));
        byResource.forEach((resource, ofIt) -> records(page, resource, ofIt));
        page.append("\n## Operations\n\n").append(OperationsList.APP_HEAD);
        faces.forEach(face -> page.append(operations.row(face)));
        faces.forEach(face -> operation(page, face));
        events(page, module);
        return page.toString();
    }

    /** The fields of a resource's records, as its get answers them, else its first operation. */
    private void records(StringBuilder page, String resource, List<CompiledFace<?, ?>> faces) {
        var shown = faces.stream()
                .filter(face -> face.operation().name().equals("get_" + resource))
                .findFirst()
                .orElse(faces.getFirst());
        var fields = record(described(shown)).path("properties");
        page.append("\n## ").append(words(resource)).append("\n\n");
        page.append("| field | type | sent with | meaning |\n|---|---|---|---|\n");
        fields.properties().forEach(field -> {
            var sent = faces.stream()
                    .filter(face -> inputs(described(face)).contains(field.getKey()))
                    .map(face -> '`' + face.operation().name() + '`')
                    .collect(Collectors.joining(", "));
            row(page, List.of('`' + field.getKey() + '`', type(field.getValue()), sent, text(field.getValue())));
        });
    }

    private void operation(StringBuilder page, CompiledFace<?, ?> face) {
        var described = described(face);
        page.append("\n### `").append(face.operation().name()).append("`\n\n");
        page.append(text(described)).append('\n');
        var refusals = described.path("responses").properties().stream()
                .map(Map.Entry::getKey)
                .filter(status -> status.startsWith("4") && !COMMON.contains(status))
                .collect(Collectors.joining(", "));
        if (!refusals.isEmpty()) {
            page.append("\nBeside [what any call can meet](/docs/rest.md): ")
                    .append(refusals)
                    .append(".\n");
        }
        var body = described.path("requestBody").path("content").path("application/json");
        if (body.has("example")) {
            page.append("\n```json\n")
                    .append(body.path("example").toPrettyString())
                    .append("\n```\n");
        }
    }

    private void events(StringBuilder page, ProductModule module) {
        var own = events.stream()
                .filter(event -> event.module().equals(module.key()))
                .toList();
        if (!own.isEmpty()) {
            page.append("\n## Events\n\n| type | when |\n|---|---|\n");
            own.forEach(event -> row(page, List.of('`' + event.type() + '`', event.summary())));
        }
    }

    private JsonNode described(CompiledFace<?, ?> face) {
        var route = face.face().route();
        return document.path("paths").path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
    }

    /** The schema of the record in an answer, which may be a page of them. */
    private JsonNode record(JsonNode operation) {
        var responses = operation.path("responses");
        var answer = responses.path(responses.has("201") ? "201" : "200");
        var data = resolved(answer.at("/content/application~1json/schema/properties/data"));
        return data.has("items") ? resolved(data.path("items")) : data;
    }

    private JsonNode resolved(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        return reference.startsWith(COMPONENT)
                ? document.at("/components/schemas/" + reference.substring(COMPONENT.length()))
                : schema;
    }

    /** The names of what an operation takes in path, query and body. */
    private Set<String> inputs(JsonNode operation) {
        var names = new LinkedHashSet<String>();
        resolved(operation.at("/requestBody/content/application~1json/schema"))
                .path("properties")
                .fieldNames()
                .forEachRemaining(names::add);
        operation
                .path("parameters")
                .forEach(parameter -> names.add(parameter.path("name").asText()));
        return names;
    }

    private String type(JsonNode schema) {
        var resolved = resolved(schema);
        if (resolved.has("enum")) {
            return StreamSupport.stream(resolved.path("enum").spliterator(), false)
                    .map(value -> '`' + value.asText() + '`')
                    .collect(Collectors.joining(", "));
        }
        if (resolved.path("type").asText().equals("array")) {
            return "list of " + type(resolved.path("items"));
        }
        var format = resolved.path("format").asText();
        return format.isEmpty() ? resolved.path("type").asText("any") : format;
    }

    private static String text(JsonNode described) {
        return described.path("description").asText();
    }

    private static String words(String resource) {
        var words = resource.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static void row(StringBuilder page, List<String> cells) {
        page.append(cells.stream()
                .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
}
