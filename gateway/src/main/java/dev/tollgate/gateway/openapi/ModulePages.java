package dev.tollgate.gateway.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.EventCatalogue;
import dev.tollgate.gateway.openapi.DescribedOperations.DescribedField;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.event.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Markdown page for each module of the app plane, {@code docs/modules/<key>.md}: its records with their fields, its
 * operations with what they take and refuse, and its events. Made from the declarations, as OpenAPI has them.
 */
public final class ModulePages {

    /** Refusals that any call can meet; the guide on REST explains them. */
    private static final Set<String> COMMON =
            Set.of("400", "401", "402", "403", "413", "415", "429", "500", "503", "504");

    private final Catalogue catalogue;
    private final OperationsList operations;
    private final DescribedOperations described;
    private final OperationFields fields;
    private final List<EventType> events;

    public ModulePages(Catalogue catalogue, PriceBook prices, Instant now, ObjectNode appDocument) {
        this.catalogue = catalogue;
        this.operations = new OperationsList(catalogue, prices, now);
        this.described = new DescribedOperations(appDocument);
        this.fields = new OperationFields(described);
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
        var shown = new HashMap<String, Set<String>>();
        byResource.forEach((resource, ofIt) -> shown.put(resource, records(page, resource, ofIt)));
        page.append("\n## Operations\n\n").append(OperationsList.APP_HEAD);
        faces.forEach(face -> page.append(operations.row(face)));
        faces.forEach(face ->
                operation(page, face, shown.getOrDefault(face.operation().resource(), Set.of())));
        events(page, module);
        return page.toString();
    }

    /**
     * Writes the fields of a resource's records, as its get answers them; nothing for a resource without records. Their
     * names.
     */
    private Set<String> records(StringBuilder page, String resource, List<CompiledFace<?, ?>> faces) {
        var get = faces.stream()
                .filter(face -> face.operation().name().equals("get_" + resource))
                .findFirst();
        if (get.isEmpty()) {
            return Set.of();
        }
        var ofRecord = described.fields(described.record(described.of(get.get())));
        page.append("\n## ").append(words(resource)).append('\n');
        var table = MarkdownTable.of(page, "field", "type", "sent with", "meaning");
        for (var field : ofRecord) {
            var sent = faces.stream()
                    .filter(face -> described.inputs(described.of(face)).contains(field.name()))
                    .map(face -> '`' + face.operation().name() + '`')
                    .collect(Collectors.joining(", "));
            table.row('`' + field.name() + '`', described.type(field.schema()), sent, described.text(field.schema()));
        }
        return ofRecord.stream().map(DescribedField::name).collect(Collectors.toUnmodifiableSet());
    }

    private void operation(StringBuilder page, CompiledFace<?, ?> face, Set<String> shown) {
        var operation = described.of(face);
        page.append("\n### `").append(face.operation().name()).append("`\n\n");
        page.append(described.text(operation)).append('\n');
        var refusals = operation.path("responses").properties().stream()
                .map(Map.Entry::getKey)
                .filter(status -> status.startsWith("4") && !COMMON.contains(status))
                .collect(Collectors.joining(", "));
        if (!refusals.isEmpty()) {
            page.append("\nBeside [what any call can meet](/docs/rest.md): ")
                    .append(refusals)
                    .append(".\n");
        }
        fields.write(page, face, shown);
        var body = operation.path("requestBody").path("content").path("application/json");
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
            page.append("\n## Events\n");
            var table = MarkdownTable.of(page, "type", "when");
            own.forEach(event -> table.row('`' + event.type() + '`', event.summary()));
        }
    }

    private static String words(String resource) {
        var words = resource.replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
