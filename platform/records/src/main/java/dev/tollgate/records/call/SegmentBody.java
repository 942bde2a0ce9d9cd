package dev.tollgate.records.call;

import io.vertx.core.buffer.Buffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Bytes of a segment as they are stored: a byte that says how, and the bytes, compressed if that makes them fewer. */
final class SegmentBody {

    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;

    /** The most bytes of the calls of a segment. */
    private static final int BYTES_MAX = 16 << 20;

    /** Fewer are not worth the time. */
    private static final int PACKED_MIN = 1_024;

    private SegmentBody() {}

    static Buffer packed(Buffer plain) {
        var bytes = plain.getBytes();
        return bytes.length < PACKED_MIN ? plain(bytes) : deflated(bytes);
    }

    private static Buffer deflated(byte[] bytes) {
        var deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            var packed = new byte[bytes.length];
            int length = deflater.deflate(packed);
            return deflater.finished() && length < bytes.length
                    ? Buffer.buffer()
                            .appendByte(DEFLATED)
                            .appendInt(bytes.length)
                            .appendBytes(packed, 0, length)
                    : plain(bytes);
        } finally {
            deflater.end();
        }
    }

    private static Buffer plain(byte[] bytes) {
        return Buffer.buffer(bytes.length + 1).appendByte(PLAIN).appendBytes(bytes);
    }

    /** Throws {@link IllegalArgumentException} for what {@link #packed} did not make. */
    static Buffer unpacked(Buffer stored) {
        return switch (stored.length() == 0 ? -1 : stored.getByte(0)) {
            case PLAIN -> stored.getBuffer(1, stored.length());
            case DEFLATED -> inflated(stored);
            default -> throw new IllegalArgumentException("not a stored segment");
        };
    }

    private static Buffer inflated(Buffer stored) {
        int start = 1 + Integer.BYTES;
        int length = stored.length() < start ? -1 : stored.getInt(1);
        if (length < 0 || length > BYTES_MAX) {
            throw new IllegalArgumentException("not a stored segment");
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(stored.getBytes(start, stored.length()));
            var plain = new byte[length];
            if (inflater.inflate(plain) != length) {
                throw new IllegalArgumentException("a stored segment that was cut off");
            }
            return Buffer.buffer(plain);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("not a stored segment", e);
        } finally {
            inflater.end();
        }
    }
}
