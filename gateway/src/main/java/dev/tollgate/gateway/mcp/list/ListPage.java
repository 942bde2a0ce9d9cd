package dev.tollgate.gateway.mcp.list;

import java.io.ByteArrayOutputStream;
import java.util.function.BooleanSupplier;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list as JSON, and compressed for clients that accept gzip: both are made once and shared by all callers
 * with the same rights. Safe from any thread.
 */
public final class ListPage {

    /** Shorter pages are not compressed: they fit into one packet anyway. */
    static final int COMPRESSED_MIN = 1_024;

    private static final int CHUNK_BYTES = 16 << 10;

    private final byte[] json;
    private final BooleanSupplier mayCompress;
    private volatile byte @Nullable [] deflated;

    /**
     * A page.
     *
     * @param json the members of the result, such as {@code "tools":[…],"nextCursor":"…"}, without braces
     * @param mayCompress whether there is time to compress it now; until then it is sent uncompressed
     */
    public ListPage(byte[] json, BooleanSupplier mayCompress) {
        this.json = json;
        this.mayCompress = mayCompress;
    }

    /** A page that is never compressed. */
    public static ListPage of(byte[] json) {
        return new ListPage(json, () -> false);
    }

    public byte[] json() {
        return json;
    }

    /** The page as DEFLATE blocks that end on a byte, none of them the last of its stream; null for none now. */
    public byte @Nullable [] deflated() {
        var known = deflated;
        if (known == null && json.length >= COMPRESSED_MIN && mayCompress.getAsBoolean()) {
            known = deflate(json);
            deflated = known;
        }
        return known;
    }

    private static byte[] deflate(byte[] bytes) {
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            var blocks = new ByteArrayOutputStream();
            var chunk = new byte[CHUNK_BYTES];
            deflater.setInput(bytes);
            int length;
            do {
                length = deflater.deflate(chunk, 0, CHUNK_BYTES, Deflater.SYNC_FLUSH);
                blocks.write(chunk, 0, length);
            } while (length == CHUNK_BYTES);
            return blocks.toByteArray();
        }
    }
}
