package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Calls and their origins, as columns.
 *
 * @param accounts number of different accounts
 */
record WrittenCalls(ColumnWriter calls, ColumnWriter origins, int accounts) {

    /** What is usually enough. */
    private static final int TEXTS_BYTES = 320;

    private static final int CONTEXT_BYTES = 64;
    private static final int CALL_BYTES = 64;
    private static final int ORIGIN_BYTES = 96;

    /** Writes 1 to {@link CallColumns#CALLS_MAX} calls. */
    static WrittenCalls of(List<UsageRecorded> events) {
        if (events.isEmpty() || events.size() > CallColumns.CALLS_MAX) {
            throw new IllegalArgumentException("not 1 to " + CallColumns.CALLS_MAX + " calls: " + events.size());
        }
        var origins = new ValueTable<Origin>();
        var ofOrigin = column(events, event -> origins.of(Origin.of(event)));
        var contexts = new ValueTable<CallContext>();
        var ofContext = column(events, event -> contexts.of(CallContext.of(event)));
        var accounts = new ValueTable<TenantId>();
        for (CallContext context : contexts.values()) {
            var _ = accounts.of(context.tenant());
        }
        var calls = calls(events, contexts.values(), ofContext, ofOrigin);
        return new WrittenCalls(
                calls, origins(origins.values()), accounts.values().size());
    }

    private static ColumnWriter calls(
            List<UsageRecorded> events, List<CallContext> contexts, int[] ofContext, int[] ofOrigin) {
        var texts = new ValueTable<String>();
        var digests = new ValueTable<String>();
        var ofDigest = column(events, event -> digests.of(event.call().inputDigest()));
        var ofClientRequest = column(events, event -> texts.of(event.call().clientRequestId()));
        var ofResource = column(events, event -> texts.of(event.resourceId()));
        var written = new ColumnWriter(CONTEXT_BYTES * contexts.size());
        contexts.forEach(context -> context.write(written, texts));
        var out = new ColumnWriter(TEXTS_BYTES + written.size() + CALL_BYTES * events.size());
        out.number(texts.values().size());
        texts.values().forEach(out::text);
        out.number(contexts.size());
        out.raw(written);
        out.number(digests.values().size());
        digests.values().forEach(digest -> out.raw(HexFormat.of().parseHex(digest)));
        out.number(events.size());
        out.ids(events, UsageRecorded::id);
        out.ids(events, event -> event.call().requestId().value());
        events.forEach(event -> out.signed(
                micros(event.call().time()) - CallColumns.micros(event.call().requestId())));
        out.column(ofContext);
        out.column(ofOrigin);
        out.column(ofDigest);
        out.column(ofClientRequest);
        out.column(ofResource);
        return out;
    }

    private static ColumnWriter origins(List<Origin> origins) {
        var out = new ColumnWriter(ORIGIN_BYTES * origins.size());
        out.number(origins.size());
        for (var origin : origins) {
            out.text(origin.address());
            out.number(origin.agent() == null ? 0 : 1);
            if (origin.agent() != null) {
                out.text(origin.agent());
            }
        }
        return out;
    }

    private static int[] column(List<UsageRecorded> events, ToIntFunction<UsageRecorded> cell) {
        var column = new int[events.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = cell.applyAsInt(events.get(i));
        }
        return column;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
