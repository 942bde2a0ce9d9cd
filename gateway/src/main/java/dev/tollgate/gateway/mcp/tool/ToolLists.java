package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.list.ListPages;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The tools of a catalogue as {@code tools/list} shows them, in every form. One per process; safe from any thread. */
public final class ToolLists {

    /** The tools in one form. */
    private record Listed(Map<String, ListPages.Entry> tools, ListPages pages) {}

    private final Catalogue catalogue;
    private final Listed plain;
    private final Listed withOutput;
    private final Listed withDetailedOutput;
    private final ToolIndex index;
    private final ListPage discovery = DiscoveryTools.PAGE;

    /**
     * Describes every tool.
     *
     * @param cursorKey signs cursors; the same on every gateway
     */
    public ToolLists(Catalogue catalogue, byte[] cursorKey) {
        this.catalogue = catalogue;
        this.plain = listed(ToolDescription::of, cursorKey);
        this.withOutput = listed((face, input) -> ToolDescription.withOutput(face, input, false), cursorKey);
        this.withDetailedOutput = listed((face, input) -> ToolDescription.withOutput(face, input, true), cursorKey);
        this.index = new ToolIndex(catalogue.tools().values());
    }

    private Listed listed(BiFunction<CompiledFace<?, ?>, ToolInput<?>, ObjectNode> description, byte[] cursorKey) {
        var entries = new HashMap<String, ListPages.Entry>();
        catalogue.tools().forEach((name, face) -> {
            ToolInput<?> input = Objects.requireNonNull(face.tool(), name);
            entries.put(name, new ListPages.Entry(seenBy(face), Json.bytes(description.apply(face, input))));
        });
        return new Listed(entries, new ListPages("tools", catalogue, entries, cursorKey));
    }

    /** The page for a caller, or null if the cursor is invalid. */
    @Nullable ListPage page(RequestContext context, ToolForm form, String cursor) {
        if (form.discover()) {
            return cursor.isEmpty() ? discovery : null;
        }
        return in(form).pages.page(context, cursor);
    }

    /** A page for these entitlements; {@code after} is the last name of the page before, empty for the first. */
    public ListPage page(EntitlementKey entitlements, ToolForm form, String after) {
        return form.discover() ? discovery : in(form).pages.page(entitlements, after);
    }

    private Listed in(ToolForm form) {
        if (!form.outputSchemas()) {
            return plain;
        }
        return form.detailed() ? withDetailedOutput : withOutput;
    }

    /** The tool as it is listed; null if it is unknown or not covered. */
    byte @Nullable [] described(String name, EntitlementKey entitlements, ToolForm form) {
        var entry = in(form).tools.get(name);
        return entry == null || !entry.visibility().to(entitlements) ? null : entry.bytes();
    }

    /** Finds tools by words. */
    ToolIndex index() {
        return index;
    }

    /** Entitlements of a caller. */
    EntitlementKey entitlements(RequestContext context) {
        return ListPages.entitlements(catalogue, context);
    }

    /** Those may call it whose workspace has its module, who have its scope, and whose connection leaves it. */
    public static ListPages.Visibility seenBy(CompiledFace<?, ?> face) {
        return entitlements -> entitlements.covers(face);
    }
}
