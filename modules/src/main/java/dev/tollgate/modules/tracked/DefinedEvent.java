package dev.tollgate.modules.tracked;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What queries know of an event whose definition was approved, whether or not it is deprecated.
 *
 * @param types JSON Schema types of its properties, by name, such as {@code integer}
 * @param classes of the properties that have one
 * @param dimensions names of properties that cells have counts of
 * @param measures names of properties that cells have sums of
 * @param units by property, such as {@code cents:USD}
 * @param rehashing properties whose stored values are being hashed: queries of them are refused with 409 meanwhile
 * @param zone of its tracking plan
 */
public record DefinedEvent(
        String name,
        int revision,
        Map<String, String> types,
        Map<String, PropertyClass> classes,
        List<String> dimensions,
        List<String> measures,
        Map<String, String> units,
        Set<String> rehashing,
        ZoneId zone) {

    public DefinedEvent {
        types = Map.copyOf(types);
        classes = Map.copyOf(classes);
        dimensions = List.copyOf(dimensions);
        measures = List.copyOf(measures);
        units = Map.copyOf(units);
        rehashing = Set.copyOf(rehashing);
    }

    /** The class of a property; none for one that has no class. */
    public PropertyClass classOf(String property) {
        return classes.getOrDefault(property, PropertyClass.NONE);
    }
}
