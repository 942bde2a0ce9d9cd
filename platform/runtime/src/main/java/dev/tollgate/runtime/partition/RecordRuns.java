package dev.tollgate.runtime.partition;

import dev.tollgate.runtime.kafka.EventRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Records of a partition in runs, each of which is stored at once. */
final class RecordRuns {

    private RecordRuns() {}

    /** The records from an offset on, in runs within these bounds. */
    static List<List<EventRecord>> split(
            OffsetConsumer.Bounds bounds, ToIntFunction<EventRecord> events, long from, List<EventRecord> records) {
        List<List<EventRecord>> all = new ArrayList<>();
        List<EventRecord> run = new ArrayList<>();
        int bytes = 0;
        int size = 0;
        for (var record : records) {
            if (record.offset() < from) {
                continue;
            }
            int length = record.body().length();
            int more = events.applyAsInt(record);
            if (!run.isEmpty() && (size + more > bounds.events() || bytes + length > bounds.bytes())) {
                all.add(List.copyOf(run));
                run.clear();
                bytes = 0;
                size = 0;
            }
            run.add(record);
            bytes += length;
            size += more;
        }
        if (!run.isEmpty()) {
            all.add(run);
        }
        return all;
    }
}
