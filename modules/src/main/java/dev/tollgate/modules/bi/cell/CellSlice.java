package dev.tollgate.modules.bi.cell;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Events of an hour, all of them or those with one value of a property, with their measures. Grows. */
final class CellSlice {

    long events;
    final Map<String, MeasureTotals> measures = new HashMap<>();

    void add(CellSlice other) {
        events += other.events;
        other.measures.forEach((name, totals) -> measures.merge(name, totals, MeasureTotals::plus));
    }

    /** Whether every event was looked at for each of these measures. */
    boolean covers(Collection<String> names) {
        return names.stream()
                .allMatch(
                        name -> measures.getOrDefault(name, MeasureTotals.NONE).seen() == events);
    }
}
