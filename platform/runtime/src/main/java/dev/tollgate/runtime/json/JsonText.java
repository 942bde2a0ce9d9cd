package dev.tollgate.runtime.json;

import dev.tollgate.contract.caller.TypeId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * JSON as UTF-8 bytes for what is written on every call: usage events, log lines, envelopes. The writer sees to the
 * structure itself and hands in names as prepared bytes ({@link #name}); values are quoted and escaped here. For
 * everything that is not on the path of every call, {@link Json} is the way. Confined to one thread; may be used again
 * after {@link #clear}.
 */
@CanIgnoreReturnValue
public final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int UUID_CHARS = 36;
    private static final int ESCAPE_BYTES_MAX = 6;
    private static final int LONG_CHARS_MAX = 20;
    private static final int REPLACEMENT = 0xFFFD;

    /** An estimate: one of so many characters of our JSON is a quote, which is escaped within a text. */
    private static final int QUOTES_EXPECTED = 4;

    private @Nullable TimeText time;
    private byte[] bytes;
    private int size;

    /** Writes bytes of JSON behind what was written. */
    private final class Stream extends OutputStream {
        @Override
        public void write(int one) {
            raw((char) one);
        }

        @Override
        public void write(byte[] from, int at, int length) {
            need(length);
            System.arraycopy(from, at, bytes, size, length);
            size += length;
        }
    }

    /** An empty text that grows beyond {@code capacity} bytes when it must. */
    public JsonText(int capacity) {
        bytes = new byte[capacity];
    }

    /** A member's name between two members: {@code ,"name":}. */
    public static byte[] name(String name) {
        return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The written bytes without a copy: nothing may be written afterwards. */
    public Buffer toBuffer() {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, 0, size));
    }

    /**
     * A copy in memory that the caller releases.
     *
     * @param memory the allocator of the channel that it will be written to
     */
    public ByteBuf toByteBuf(ByteBufAllocator memory) {
        return memory.directBuffer(size, size).writeBytes(bytes, 0, size);
    }

    /** Forgets what was written and keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Bytes that are JSON already. */
    public JsonText raw(byte[] json) {
        need(json.length);
        System.arraycopy(json, 0, bytes, size, json.length);
        size += json.length;
        return this;
    }

    /** The same in a buffer. */
    public JsonText raw(Buffer json) {
        need(json.length());
        var _ = json.getBytes(bytes, size);
        size += json.length();
        return this;
    }

    /** One ASCII character that is JSON already. */
    public JsonText raw(char json) {
        need(1);
        bytes[size++] = (byte) json;
        return this;
    }

    /** The JSON of a value, as {@link Json#bytes} has it. */
    public JsonText value(Object value) {
        Json.write(value, new Stream());
        return this;
    }

    /** Unescaped text. */
    public JsonText raw(JsonText json) {
        need(json.size);
        System.arraycopy(json.bytes, 0, bytes, size, json.size);
        size += json.size;
        return this;
    }

    /** Another text as a string value, quoted and escaped. */
    public JsonText quoted(JsonText json) {
        need(json.size + json.size / QUOTES_EXPECTED + 2);
        bytes[size++] = '"';
        int copied = 0;
        for (int at = 0; at < json.size; at++) {
            byte next = json.bytes[at];
            if (next == '"' || next == '\\') {
                run(json, copied, at);
                raw('\\');
                copied = at;
            }
        }
        run(json, copied, json.size);
        return raw('"');
    }

    private void run(JsonText json, int from, int to) {
        need(to - from);
        System.arraycopy(json.bytes, from, bytes, size, to - from);
        size += to - from;
    }

    /** A string value, quoted and escaped. */
    public JsonText text(String value) {
        int length = value.length();
        need(length + 2);
        bytes[size++] = '"';
        int at = 0;
        while (at < length) {
            char letter = value.charAt(at);
            if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
                break;
            }
            bytes[size++] = (byte) letter;
            at++;
        }
        if (at < length) {
            escaped(value, at);
        }
        return raw('"');
    }

    /** A whole number. */
    public JsonText number(long value) {
        need(LONG_CHARS_MAX);
        size = AsciiNumbers.write(bytes, size, value);
        return this;
    }

    /** True or false. */
    public JsonText flag(boolean value) {
        return raw(value ? AsciiNumbers.TRUE : AsciiNumbers.FALSE);
    }

    /** A UUID in its usual form, quoted. */
    public JsonText uuid(UUID value) {
        need(UUID_CHARS + 2);
        bytes[size++] = '"';
        hex(value.getMostSignificantBits() >>> 32, 8);
        bytes[size++] = '-';
        hex(value.getMostSignificantBits() >>> 16, 4);
        bytes[size++] = '-';
        hex(value.getMostSignificantBits(), 4);
        bytes[size++] = '-';
        hex(value.getLeastSignificantBits() >>> 48, 4);
        bytes[size++] = '-';
        hex(value.getLeastSignificantBits(), 12);
        bytes[size++] = '"';
        return this;
    }

    /** An id in its text form, quoted. */
    public JsonText id(String prefix, UUID value) {
        need(prefix.length() + TypeId.SUFFIX_LENGTH + 3);
        bytes[size++] = '"';
        size = TypeId.write(prefix, value, bytes, size);
        bytes[size++] = '"';
        return this;
    }

    /** An instant as RFC 3339 in UTC, quoted, just as {@link Instant#toString} has it. */
    public JsonText instant(Instant value) {
        need(TimeText.CHARS_MAX + 2);
        bytes[size++] = '"';
        size = times().write(value, bytes, size);
        bytes[size++] = '"';
        return this;
    }

    /** Most texts have no instant; one that is used again writes many of the same second. */
    private TimeText times() {
        var known = time;
        if (known == null) {
            known = new TimeText();
            time = known;
        }
        return known;
    }

    private void hex(long value, int digits) {
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = HEX[(int) value & 0xF];
            value >>>= 4;
        }
        size += digits;
    }

    private void escaped(String value, int from) {
        int at = from;
        while (at < value.length()) {
            int point = value.codePointAt(at);
            at += Character.charCount(point);
            need(ESCAPE_BYTES_MAX + value.length() - at + 1);
            if (point == '"' || point == '\\') {
                bytes[size++] = '\\';
                bytes[size++] = (byte) point;
            } else if (point < ' ') {
                bytes[size++] = '\\';
                bytes[size++] = 'u';
                hex(point, 4);
            } else {
                utf8(Character.isBmpCodePoint(point) && Character.isSurrogate((char) point) ? REPLACEMENT : point);
            }
        }
    }

    private void utf8(int point) {
        if (point < 0x80) {
            bytes[size++] = (byte) point;
        } else if (point < 0x800) {
            bytes[size++] = (byte) (0xC0 | (point >>> 6));
            bytes[size++] = continuing(point);
        } else if (point < 0x1_0000) {
            bytes[size++] = (byte) (0xE0 | (point >>> 12));
            bytes[size++] = continuing(point >>> 6);
            bytes[size++] = continuing(point);
        } else {
            bytes[size++] = (byte) (0xF0 | (point >>> 18));
            bytes[size++] = continuing(point >>> 12);
            bytes[size++] = continuing(point >>> 6);
            bytes[size++] = continuing(point);
        }
    }

    private static byte continuing(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private void need(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
