package dev.tollgate.records.table;

import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.work.RecordChange;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Domain events of changes that are more than an update.
 *
 * @param resource such as {@code deal}
 * @param verb past verb for the record before and after; null for the event of the operation
 * @param verbs every verb that {@code verb} gives
 */
record Announcement<R extends StoredRecord>(
        String resource, BiFunction<R, R, @Nullable String> verb, List<String> verbs) {

    static <R extends StoredRecord> Announcement<R> none() {
        return new Announcement<>("", (_, _) -> null, List.of());
    }

    /** What audit and events tell of a change. */
    RecordChange told(R before, R after) {
        var change = RecordChange.updated(before, after);
        var past = verb.apply(before, after);
        if (past == null) {
            return change;
        }
        if (!verbs.contains(past)) {
            throw new IllegalStateException(resource + " declares no event " + past);
        }
        return change.as(resource, type(past));
    }

    /** What they are, for receivers: their data is the record. */
    List<EventDeclaration> events(Class<R> record) {
        return verbs.stream()
                .map(past -> new EventDeclaration(type(past), sentence(past), record.asSubclass(Record.class), null))
                .toList();
    }

    private String type(String past) {
        return resource + '.' + past;
    }

    private String sentence(String past) {
        var words = (resource + ": " + past).replace('_', ' ') + '.';
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
