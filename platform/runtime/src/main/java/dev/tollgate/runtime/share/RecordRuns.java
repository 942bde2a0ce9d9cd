package dev.tollgate.runtime.share;

import dev.tollgate.runtime.kafka.EventRecord;
import java.util.ArrayList;
import java.util.List;

/** Records of a partition in runs, each of which is stored at once. */
final class RecordRuns {

    private RecordRuns() {}

    /** The records from an offset on, in runs within these bounds. */
    static List<List<EventRecord>> split(OffsetConsumer.Bounds bounds, long from, List<EventRecord> records) {
        List<List<EventRecord>> all = new ArrayList<>();
        List<EventRecord> run = new ArrayList<>();
        int bytes = 0;
        for (var event : records) {
            if (event.offset() < from) {
                continue;
            }
            int length = event.body().length();
            if (!run.isEmpty() && (run.size() == bounds.records() || bytes + length > bounds.bytes())) {
                all.add(List.copyOf(run));
                run.clear();
                bytes = 0;
            }
            run.add(event);
            bytes += length;
        }
        if (!run.isEmpty()) {
            all.add(run);
        }
        return all;
    }
}
