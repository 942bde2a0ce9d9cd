package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calls by columns, as {@code docs/usage-records.md} describes them: what calls have in common is written once, and a
 * call is its ids, its time and the places of its values. The addresses and agents of the callers are a part of their
 * own, so that they can be forgotten while the calls stay. Times are kept in microseconds.
 */
public final class CallColumns {

    /** The first byte; JSON starts with another, and UTF-8 never with this one. */
    public static final byte FIRST_BYTE = (byte) 0xC1;

    /** The most calls of one segment. */
    public static final int CALLS_MAX = 8_192;

    /** Of version 1 are records whose ids of one millisecond are written whole. */
    private static final int VERSION = 2;

    private static final int HEAD_BYTES_MAX = 16;
    private static final int MICROS_OF_MILLI = 1_000;

    /**
     * Calls and their origins, encoded apart.
     *
     * @param origins addresses and agents; empty where they were forgotten
     */
    public record Parts(Buffer calls, Buffer origins) {}

    private CallColumns() {}

    /** Encodes 1 to {@link #CALLS_MAX} calls. */
    public static Parts parts(List<UsageRecorded> events) {
        var written = WrittenCalls.of(events);
        return new Parts(
                Buffer.buffer(written.calls().toBytes()),
                Buffer.buffer(written.origins().toBytes()));
    }

    /** Decodes them; throws {@link IllegalArgumentException} for what is no encoding of calls. */
    public static List<UsageRecorded> events(Parts parts) {
        var calls = decoded(parts);
        return IntStream.range(0, calls.size()).mapToObj(calls::event).toList();
    }

    /** Decodes their columns; throws {@link IllegalArgumentException} for what is no encoding of calls. */
    public static DecodedCalls decoded(Parts parts) {
        var origins = parts.origins().length() == 0
                ? null
                : origins(new ColumnReader(parts.origins().getBytes()));
        return DecodedCalls.read(new ColumnReader(parts.calls().getBytes()), origins);
    }

    /** One record of the log: its size, and both parts. */
    static byte[] record(List<UsageRecorded> events) {
        var written = WrittenCalls.of(events);
        var out = new ColumnWriter(
                HEAD_BYTES_MAX + written.origins().size() + written.calls().size());
        out.raw(new byte[] {FIRST_BYTE});
        out.number(VERSION);
        out.number(events.size());
        out.number(written.accounts());
        out.number(written.origins().size());
        out.raw(written.origins());
        out.raw(written.calls());
        return out.toBytes();
    }

    static List<UsageRecorded> events(byte[] record) {
        var in = new ColumnReader(record);
        var size = size(in);
        var origins = Buffer.buffer(in.raw(in.count()));
        var events = events(new Parts(Buffer.buffer(in.raw(in.left())), origins));
        if (events.size() != size.calls()) {
            throw new IllegalArgumentException("not as many calls as it says: " + events.size());
        }
        return events;
    }

    /** The size that a record says it has, by its first bytes. */
    static RecordSize size(ColumnReader in) {
        boolean columnar = in.raw(1)[0] == FIRST_BYTE;
        long version = in.number();
        if (!columnar || version < 1 || version > VERSION) {
            throw new IllegalArgumentException("not a record of calls, or of a later version");
        }
        int calls = in.upTo(CALLS_MAX);
        return new RecordSize(calls, in.upTo(calls));
    }

    private static List<Origin> origins(ColumnReader in) {
        var origins = in.list(reader -> {
            var address = reader.text();
            return new Origin(address, reader.upTo(1) == 1 ? reader.text() : null);
        });
        in.end();
        return origins;
    }

    /** The time in the id of a request. */
    static long micros(RequestId request) {
        return IdSource.millis(request.value()) * MICROS_OF_MILLI;
    }
}
