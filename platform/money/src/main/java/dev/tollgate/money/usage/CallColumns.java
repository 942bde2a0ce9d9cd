package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.CallContext.Texts;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    private static final int VERSION = 1;
    private static final int DIGEST_BYTES = 32;
    private static final int HEAD_BYTES_MAX = 16;
    private static final int MICROS_OF_MILLI = 1_000;
    private static final Origin FORGOTTEN = new Origin("", null);

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
        var origins = parts.origins().length() == 0
                ? null
                : origins(new ColumnReader(parts.origins().getBytes()));
        return events(new ColumnReader(parts.calls().getBytes()), origins);
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
        if (in.raw(1)[0] != FIRST_BYTE || in.number() != VERSION) {
            throw new IllegalArgumentException("not a record of calls, or of a later version");
        }
        int calls = in.upTo(CALLS_MAX);
        return new RecordSize(calls, in.upTo(calls));
    }

    private static List<UsageRecorded> events(ColumnReader in, @Nullable List<Origin> origins) {
        var texts = new Texts(list(in, ColumnReader::text));
        var contexts = list(in, reader -> CallContext.read(reader, texts));
        var digests = list(in, reader -> HexFormat.of().formatHex(reader.raw(DIGEST_BYTES)));
        int count = in.count();
        if (count == 0 || count > CALLS_MAX) {
            throw new IllegalArgumentException("not 1 to " + CALLS_MAX + " calls: " + count);
        }
        var ids = in.ids(count);
        var requests = in.ids(count);
        var times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = in.signed();
        }
        var ofContext = in.column(count, contexts.size());
        var ofOrigin = in.column(count, origins == null ? CALLS_MAX : origins.size());
        var ofDigest = in.column(count, digests.size());
        var ofClientRequest = in.column(count, texts.texts().size());
        var ofResource = in.column(count, texts.texts().size());
        in.end();
        List<UsageRecorded> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            var row = new Row(
                    ids.get(i),
                    new RequestId(requests.get(i)),
                    times[i],
                    origins == null ? FORGOTTEN : at(origins, ofOrigin[i]),
                    ofDigest[i] == 0 ? null : at(digests, ofDigest[i]));
            events.add(row.event(at(contexts, ofContext[i]), texts.at(ofClientRequest[i]), texts.at(ofResource[i])));
        }
        return events;
    }

    /** What a call has of its own. */
    private record Row(
            UUID id,
            RequestId request,
            long sinceRequestMicros,
            Origin origin,
            @Nullable String digest) {

        UsageRecorded event(CallContext context, @Nullable String clientRequest, @Nullable String resource) {
            var facts = new CallFacts(
                    request,
                    clientRequest,
                    Instant.EPOCH.plus(micros(request) + sinceRequestMicros, ChronoUnit.MICROS),
                    context.tenant(),
                    context.workspace(),
                    context.actor(),
                    context.surface(),
                    context.operation(),
                    context.action(),
                    digest,
                    origin.address(),
                    origin.agent(),
                    context.dryRun());
            return new UsageRecorded(id, facts, context.charge(), context.audited(), context.resourceType(), resource);
        }
    }

    private static List<Origin> origins(ColumnReader in) {
        var origins = list(in, reader -> {
            var address = reader.text();
            return new Origin(address, reader.upTo(1) == 1 ? reader.text() : null);
        });
        in.end();
        return origins;
    }

    private static <T> List<T> list(ColumnReader in, Function<ColumnReader, T> element) {
        int count = in.count();
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(element.apply(in));
        }
        return all;
    }

    private static <T> T at(List<T> values, int place) {
        if (place == 0) {
            throw new IllegalArgumentException("a value is missing");
        }
        return Objects.requireNonNull(values.get(place - 1));
    }

    /** The time in the id of a request. */
    static long micros(RequestId request) {
        return IdSource.millis(request.value()) * MICROS_OF_MILLI;
    }
}
