package dev.tollgate.gateway.mcp.tool;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.list.ListPages;
import dev.tollgate.runtime.json.Json;
import java.util.HashMap;
import java.util.Map;

/** The tools of a catalogue as {@code tools/list} shows them. */
public final class ToolLists {

    private ToolLists() {}

    /**
     * Describes every tool.
     *
     * @param cursorKey signs cursors; the same on every gateway
     */
    public static ListPages of(Catalogue catalogue, byte[] cursorKey) {
        var tools = new HashMap<String, ListPages.Entry>();
        catalogue.tools().forEach((name, face) -> add(tools, name, face));
        return new ListPages("tools", catalogue, tools, cursorKey);
    }

    private static void add(Map<String, ListPages.Entry> tools, String name, CompiledFace<?, ?> face) {
        var input = face.tool();
        if (input != null) {
            tools.put(name, new ListPages.Entry(seenBy(face), Json.bytes(ToolDescription.of(face, input))));
        }
    }

    /** Those may call it whose workspace has its module, and who have its scope. */
    public static ListPages.Visibility seenBy(CompiledFace<?, ?> face) {
        return (modules, scopes) -> new EntitlementKey(modules, scopes).covers(face);
    }
}
