package dev.tollgate.gateway.mcp;

import dev.tollgate.gateway.catalogue.Catalogue;
import java.nio.charset.StandardCharsets;

/** The whole tool list, for the golden files. */
public final class ToolsGolden {

    private ToolsGolden() {}

    /** The first page of what a caller with every right sees. */
    public static byte[] all(Catalogue catalogue) {
        var page = new String(
                ToolLists.of(catalogue, new byte[32]).page(-1, -1, "").json(), StandardCharsets.UTF_8);
        return ('{' + page + '}').getBytes(StandardCharsets.UTF_8);
    }
}
