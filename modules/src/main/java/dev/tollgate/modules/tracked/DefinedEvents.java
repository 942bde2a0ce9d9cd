package dev.tollgate.modules.tracked;

import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What queries know of several events together: of those whose definition was approved, whether or not it is
 * deprecated.
 *
 * @param count how many of them have a definition
 * @param properties by name
 * @param rehashing properties whose stored values are being hashed: queries of them are refused with 409 meanwhile
 * @param zone of their tracking plans; null where these have several, or there is none
 * @param revision differs whenever one of the definitions does
 */
public record DefinedEvents(
        int count,
        Map<String, Property> properties,
        Set<String> rehashing,
        @Nullable ZoneId zone,
        String revision) {

    /**
     * A property of one or several of the events.
     *
     * @param types JSON Schema types that it has, such as {@code integer}
     * @param strictest of the classes that it has
     * @param unit such as {@code cents:USD}; null for none
     */
    public record Property(
            Set<String> types,
            PropertyClass strictest,
            @Nullable String unit) {

        public Property {
            types = Set.copyOf(types);
        }
    }

    public DefinedEvents {
        properties = Map.copyOf(properties);
        rehashing = Set.copyOf(rehashing);
    }
}
