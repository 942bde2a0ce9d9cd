package dev.tollgate.gateway.mcp.protocol;

import dev.tollgate.gateway.mcp.list.ListPage;
import io.vertx.core.buffer.Buffer;
import java.util.zip.CRC32;

/**
 * A gzip message (RFC 1952) around a page that is compressed already: the bytes before and after the page differ per
 * call and are stored uncompressed (RFC 1951, section 3.2.4).
 */
final class GzipMessage {

    /** Magic number, DEFLATE, no flags, no time, no extra flags, unknown system. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** Maximum bytes before or after the page. */
    static final int STORED_MAX = 0xffff;

    private static final int OVERHEAD_BYTES = HEADER.length + 2 * 5 + 8;

    private GzipMessage() {}

    /**
     * The whole message.
     *
     * @param before at most {@link #STORED_MAX} bytes, as {@code after}
     * @param json the page
     * @param deflated the same, as {@link ListPage#deflated} gives it
     */
    static Buffer of(byte[] before, byte[] json, byte[] deflated, byte[] after) {
        var message = Buffer.buffer(OVERHEAD_BYTES + before.length + deflated.length + after.length)
                .appendBytes(HEADER);
        stored(message, before, false);
        message.appendBytes(deflated);
        stored(message, after, true);
        var sum = new CRC32();
        sum.update(before);
        sum.update(json);
        sum.update(after);
        return message.appendUnsignedIntLE(sum.getValue()).appendIntLE(before.length + json.length + after.length);
    }

    private static void stored(Buffer message, byte[] bytes, boolean last) {
        message.appendByte((byte) (last ? 1 : 0))
                .appendUnsignedShortLE(bytes.length)
                .appendUnsignedShortLE(~bytes.length & STORED_MAX)
                .appendBytes(bytes);
    }
}
