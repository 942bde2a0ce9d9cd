package dev.tollgate.records.call;

import dev.tollgate.money.usage.DecodedCalls;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A segment whose columns are decoded. Of its calls those that match are made, one by one as they are taken. */
record OpenedSegment(CallSegment segment, DecodedCalls calls, Instant recordedAt) {

    /** Of a row with {@link SegmentRows#COLUMNS}. */
    static OpenedSegment of(Row row) {
        var segment = SegmentRows.segment(row);
        return new OpenedSegment(
                segment, segment.decoded(), row.getOffsetDateTime("recorded_at").toInstant());
    }

    Stream<StoredCall> oldestFirst(CallQuery query) {
        return matching(IntStream.range(0, calls.size()), query);
    }

    Stream<StoredCall> newestFirst(CallQuery query) {
        return matching(IntStream.iterate(calls.size() - 1, call -> call >= 0, call -> call - 1), query);
    }

    private Stream<StoredCall> matching(IntStream places, CallQuery query) {
        IntPredicate wanted = call -> query.mayHave(calls, call) && (!query.entries() || isEntry(call));
        return places.filter(wanted)
                .mapToObj(call -> new StoredCall(calls.event(call), segment.period(), recordedAt, isEntry(call)))
                .filter(call -> query.matching().test(call.event()));
    }

    private boolean isEntry(int call) {
        return segment.entries() > 0 && !calls.audited(call);
    }
}
