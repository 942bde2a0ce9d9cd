package dev.tollgate.money.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that many rows share, each written once; a row has the place of its value, from 1, or 0 for none. */
final class ValueTable<T> {

    private final Map<T, Integer> places = new LinkedHashMap<>();

    int of(@Nullable T value) {
        if (value == null) {
            return 0;
        }
        var known = places.putIfAbsent(value, places.size() + 1);
        return known == null ? places.size() : known;
    }

    List<T> values() {
        return new ArrayList<>(places.keySet());
    }
}
