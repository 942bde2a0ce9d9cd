package dev.tollgate.gateway.mcp;

import dev.tollgate.gateway.catalogue.Catalogue;

/** The whole tool list, for the golden files. */
public final class ToolsGolden {

    private ToolsGolden() {}

    /** The first page of what a caller with every right sees. */
    public static byte[] all(Catalogue catalogue) {
        return new ToolLists(catalogue, new byte[32]).page(-1, -1, "");
    }
}
