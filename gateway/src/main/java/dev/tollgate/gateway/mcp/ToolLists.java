package dev.tollgate.gateway.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.pipeline.Visit;
import dev.tollgate.runtime.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results of {@code tools/list}: what a caller may call now, by name, {@value #PAGE_MAX} a page. One per process;
 * safe from any thread. The bytes of a page depend on modules and scopes only, so callers with the same rights share
 * them.
 */
public final class ToolLists {

    static final int PAGE_MAX = 100;
    private static final int PAGES_KEPT_MAX = 256;
    private static final int REVISION_BYTES = 8;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes go out as they are
    private record Tool(long moduleBit, long scopeBit, byte[] bytes) {

        boolean isFor(long modules, long scopes) {
            return (moduleBit == 0 || (modules & moduleBit) != 0) && (scopeBit == 0 || (scopes & scopeBit) != 0);
        }
    }

    private record PageKey(long modules, long scopes, String after) {}

    private final Catalogue catalogue;
    private final SequencedMap<String, Tool> tools = new TreeMap<>();
    private final ListCursors cursors;
    // The catalogue, and with it the revision, is the same for the life of the process.
    private final Cache<PageKey, byte[]> pages = Caffeine.newBuilder()
            .maximumSize(PAGES_KEPT_MAX)
            .executor(Runnable::run)
            .build();

    /**
     * Describes every tool.
     *
     * @param cursorKey signs cursors; the same on every gateway
     */
    public ToolLists(Catalogue catalogue, byte[] cursorKey) {
        this.catalogue = catalogue;
        catalogue.tools().forEach(this::add);
        this.cursors = new ListCursors(cursorKey, revision());
    }

    /** The result for a visitor, or null when the cursor is none of ours. */
    byte @Nullable [] result(Visit visit, @Nullable String cursor) {
        var after = cursor == null ? "" : cursors.name(cursor);
        if (after == null) {
            return null;
        }
        var workspace = visit.workspace();
        long modules = workspace == null ? 0 : catalogue.switches().mask(workspace.modules());
        return page(modules, catalogue.scopes().mask(visit.credential().scopes()), after);
    }

    /** A page for these rights; {@code after} is the last name of the page before, empty for the first. */
    byte[] page(long modules, long scopes, String after) {
        return pages.get(new PageKey(modules, scopes, after), this::written);
    }

    private byte[] written(PageKey key) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"tools\":[".getBytes(StandardCharsets.US_ASCII));
        var count = 0;
        String last = null;
        String cursor = null;
        for (var entry : tools.entrySet()) {
            if (entry.getKey().compareTo(key.after()) <= 0 || !entry.getValue().isFor(key.modules(), key.scopes())) {
                continue;
            }
            if (count == PAGE_MAX) {
                cursor = last;
                break;
            }
            if (count++ > 0) {
                bytes.write(',');
            }
            bytes.writeBytes(entry.getValue().bytes());
            last = entry.getKey();
        }
        bytes.write(']');
        if (cursor != null) {
            bytes.writeBytes(",\"nextCursor\":".getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(Json.bytes(cursors.after(cursor)));
        }
        bytes.write('}');
        return bytes.toByteArray();
    }

    private void add(String name, CompiledFace<?, ?> face) {
        var input = face.tool();
        if (input != null) {
            tools.put(name, new Tool(face.moduleBit(), face.scopeBit(), Json.bytes(ToolDescription.of(face, input))));
        }
    }

    private String revision() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            tools.values().forEach(tool -> digest.update(tool.bytes()));
            return HexFormat.of().formatHex(digest.digest(), 0, REVISION_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
