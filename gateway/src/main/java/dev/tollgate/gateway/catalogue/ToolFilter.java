package dev.tollgate.gateway.catalogue;

import dev.tollgate.contract.operation.Effect;
import dev.tollgate.gateway.credential.ToolSettings;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Narrows what a connection offers. It never allows an operation that module or scope do not.
 *
 * @param toolsets keys of the modules whose operations are left; null for all
 * @param tools names of the operations that are left; null for all
 * @param readOnly whether only reads are left
 */
public record ToolFilter(
        @Nullable Set<String> toolsets, @Nullable Set<String> tools, boolean readOnly) {

    /** Leaves everything. */
    public static final ToolFilter NONE = new ToolFilter(null, null, false);

    public ToolFilter {
        toolsets = toolsets == null ? null : Set.copyOf(toolsets);
        tools = tools == null ? null : Set.copyOf(tools);
    }

    /** What an MCP client's own settings leave. */
    public static ToolFilter of(ToolSettings settings) {
        var toolsets = settings.toolsets();
        return new ToolFilter(toolsets == null ? null : Set.copyOf(toolsets), null, settings.readOnly());
    }

    /** Whether the operation is left. */
    public boolean admits(CompiledFace<?, ?> face) {
        return (!readOnly || face.operation().effect() == Effect.READ)
                && (toolsets == null || toolsets.contains(face.module().key()))
                && (tools == null || tools.contains(face.operation().name()));
    }

    /** How many names it holds. */
    public int size() {
        return (toolsets == null ? 0 : toolsets.size()) + (tools == null ? 0 : tools.size());
    }

    /** Leaves what both leave. */
    public ToolFilter and(ToolFilter other) {
        return new ToolFilter(both(toolsets, other.toolsets), both(tools, other.tools), readOnly || other.readOnly);
    }

    private static @Nullable Set<String> both(@Nullable Set<String> one, @Nullable Set<String> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        var both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }
}
