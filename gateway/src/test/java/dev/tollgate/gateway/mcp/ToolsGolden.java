package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.mcp.tool.ToolLists;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The whole tool list in one form, for the golden files. */
public final class ToolsGolden {

    private ToolsGolden() {}

    /** The tools of all pages that a caller with every right sees, in their order. */
    public static List<JsonNode> all(Catalogue catalogue, ToolForm form) throws IOException {
        var lists = new ToolLists(catalogue, new byte[32]);
        var tools = new ArrayList<JsonNode>();
        var after = "";
        while (true) {
            var page = new String(lists.page(EntitlementKey.ALL, form, after).json(), StandardCharsets.UTF_8);
            var shown = Json.MAPPER.readTree('{' + page + '}').path("tools");
            if (shown.isEmpty()) {
                return tools;
            }
            shown.forEach(tools::add);
            after = tools.getLast().path("name").asText();
        }
    }
}
