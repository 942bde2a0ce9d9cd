package dev.tollgate.modules.bi.name;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A name of events in one workspace.
 *
 * @param no its number; 0 if it has none yet
 * @param dimensions names of properties whose values cells count
 * @param measures names of properties that cells sum
 */
public record EventName(String name, int no, List<String> dimensions, List<String> measures) {

    public EventName {
        dimensions = List.copyOf(dimensions);
        measures = List.copyOf(measures);
    }

    public boolean isNew() {
        return no == 0;
    }

    public EventName numbered(int number) {
        return new EventName(name, number, dimensions, measures);
    }

    public static EventName of(Map<String, EventName> names, String name) {
        return Objects.requireNonNull(names.get(name), name);
    }
}
