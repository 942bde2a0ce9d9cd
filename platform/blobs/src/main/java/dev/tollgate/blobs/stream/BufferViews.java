package dev.tollgate.blobs.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.ByteBuffer;
import java.util.Collection;

/** The same bytes in another form, without a copy: none of the forms may be changed afterwards. */
public final class BufferViews {

    private BufferViews() {}

    /** One buffer with the bytes of several. */
    public static Buffer joined(Collection<Buffer> parts) {
        return parts.size() == 1
                ? parts.iterator().next()
                : BufferInternal.buffer(Unpooled.wrappedBuffer(
                        parts.stream().map(BufferViews::netty).toArray(ByteBuf[]::new)));
    }

    /** A buffer with the bytes of an array. */
    public static Buffer of(byte[] bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    /** A buffer with what is left in another. */
    public static Buffer of(ByteBuffer bytes) {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes));
    }

    /** The bytes of a buffer, in the pieces in which it has them. */
    public static ByteBuffer[] pieces(Buffer bytes) {
        return netty(bytes).nioBuffers();
    }

    /** The bytes of a buffer in one piece; those of one that has several are copied. */
    public static ByteBuffer whole(Buffer bytes) {
        return netty(bytes).nioBuffer();
    }

    private static ByteBuf netty(Buffer bytes) {
        return ((BufferInternal) bytes).getByteBuf();
    }
}
