package dev.tollgate.records.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The orders that the lists of a table can have, by name; {@code -} in front means descending. Filled at start. */
final class Orders {

    private final Map<String, Order> byName = new LinkedHashMap<>();

    void add(String name, Order ascending) {
        byName.put(name, ascending);
        byName.put('-' + name, ascending.reversed());
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    @Nullable Order named(String name) {
        return byName.get(name);
    }
}
