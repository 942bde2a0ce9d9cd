package dev.tollgate.gateway.credential;

import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an MCP client offers to its connections, by its own settings. They narrow, as the options of a connection do.
 *
 * @param toolsets keys of the modules whose tools are left, in order; null for all
 * @param readOnly whether only reads are left
 * @param discover whether three tools that reach all others stand for the list
 */
public record ToolSettings(@Nullable List<String> toolsets, boolean readOnly, boolean discover) {

    /** Offers everything, as a list. */
    public static final ToolSettings ALL = new ToolSettings(null, false, false);

    public ToolSettings {
        toolsets = toolsets == null ? null : List.copyOf(new TreeSet<>(toolsets));
    }
}
