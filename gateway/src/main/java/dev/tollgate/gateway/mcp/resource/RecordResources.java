package dev.tollgate.gateway.mcp.resource;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.list.ListPages;
import dev.tollgate.gateway.mcp.tool.ToolLists;
import dev.tollgate.runtime.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every resource and template of the product, by URI, from the catalogue's get operations. Immutable. */
public final class RecordResources {

    /** Longer ones name nothing. */
    static final int URI_CHARS_MAX = 512;

    /** The template that all templates are cases of. */
    public static final String ANY = RecordResource.SCHEME + "{module}/{record}/{id}";

    /** The resource that a URI names, and the value of its variable. */
    record Named(RecordResource resource, String value) {}

    private final SequencedMap<String, RecordResource> fixed = new TreeMap<>();
    private final SequencedMap<String, RecordResource> templates = new TreeMap<>();
    private final Map<String, RecordResource> byPrefix = new HashMap<>();
    private final ListPages fixedPages;
    private final ListPages templatePages;

    /**
     * Finds them.
     *
     * @param cursorKey signs cursors; the same on every gateway
     */
    public RecordResources(Catalogue catalogue, byte[] cursorKey) {
        for (var face : catalogue.tools().values()) {
            var resource = RecordResource.of(face);
            if (resource != null) {
                byPrefix.put(resource.prefix(), resource);
                (resource.variable() == null ? fixed : templates).put(resource.uri(), resource);
            }
        }
        var forAnyone = entries(templates);
        forAnyone.put(ANY, new ListPages.Entry(this::readsAny, Json.bytes(any())));
        this.fixedPages = new ListPages("resources", catalogue, entries(fixed), cursorKey);
        this.templatePages = new ListPages("resourceTemplates", catalogue, forAnyone, cursorKey);
    }

    private static Map<String, ListPages.Entry> entries(Map<String, RecordResource> resources) {
        var entries = new HashMap<String, ListPages.Entry>();
        resources.forEach((uri, resource) -> entries.put(
                uri, new ListPages.Entry(ToolLists.seenBy(resource.face()), Json.bytes(resource.description()))));
        return entries;
    }

    private boolean readsAny(EntitlementKey entitlements) {
        return !modules(entitlements).isEmpty();
    }

    /** Resources with a URI of their own, as lists show them. */
    ListPages fixedPages() {
        return fixedPages;
    }

    /** Templates, each for the records of one kind, and the one of which they are cases. */
    ListPages templatePages() {
        return templatePages;
    }

    /** The modules with records this caller may read, by key. */
    public List<String> modules(EntitlementKey entitlements) {
        return templates.values().stream()
                .filter(template -> entitlements.covers(template.face()))
                .map(RecordResource::module)
                .distinct()
                .toList();
    }

    /** The kinds of records this caller may read, by name. */
    public List<String> records(EntitlementKey entitlements, @Nullable String module) {
        return templates.values().stream()
                .filter(template -> entitlements.covers(template.face()))
                .filter(template -> module == null || template.module().equals(module))
                .map(RecordResource::record)
                .sorted()
                .toList();
    }

    /** Whether this is one of our templates and this one of its variables. */
    public boolean hasVariable(String template, String variable) {
        if (template.equals(ANY)) {
            return List.of("module", "record", "id").contains(variable);
        }
        var known = templates.get(template);
        return known != null && variable.equals(known.variable());
    }

    /** The resource of a URI; null if unknown. */
    @Nullable Named named(String uri) {
        if (uri.length() > URI_CHARS_MAX) {
            return null;
        }
        var whole = byPrefix.get(uri);
        if (whole != null) {
            return whole.variable() == null ? new Named(whole, "") : null;
        }
        int slash = uri.lastIndexOf('/') + 1;
        var template = byPrefix.get(uri.substring(0, slash));
        var value = decoded(uri.substring(slash));
        return template == null || value.isEmpty() ? null : new Named(template, value);
    }

    /** The list entry of the general template, for callers that may read any record. */
    private static ObjectNode any() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("uriTemplate", ANY)
                .put("name", "record")
                .put("title", "Any record")
                .put(
                        "description",
                        "Any record of the workspace. Completion offers modules and record types, but no ids.")
                .put("mimeType", RecordResource.MIME_TYPE);
    }

    private static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return "";
        }
    }
}
