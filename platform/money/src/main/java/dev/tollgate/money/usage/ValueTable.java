package dev.tollgate.money.usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that many rows share, each written once; a row has the place of its value, from 1, or 0 for none. Few values
 * are compared one by one, the last first: rows that follow each other are often alike.
 */
final class ValueTable<T> {

    private static final int FEW_MAX = 12;

    private final List<T> values = new ArrayList<>();
    private @Nullable Map<T, Integer> places;

    int of(@Nullable T value) {
        if (value == null) {
            return 0;
        }
        var known = places;
        if (known == null && values.size() <= FEW_MAX) {
            return amongFew(value);
        }
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                known.put(values.get(i), i + 1);
            }
            places = known;
        }
        var place = known.putIfAbsent(value, values.size() + 1);
        return place == null ? added(value) : place;
    }

    private int amongFew(T value) {
        for (int i = values.size() - 1; i >= 0; i--) {
            if (value.equals(values.get(i))) {
                return i + 1;
            }
        }
        return added(value);
    }

    private int added(T value) {
        values.add(value);
        return values.size();
    }

    /** In the order of their places; not to be changed. */
    List<T> values() {
        return values;
    }
}
