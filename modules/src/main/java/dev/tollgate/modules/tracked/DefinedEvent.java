package dev.tollgate.modules.tracked;

import java.util.List;

/**
 * What cells follow of an event whose definition was approved.
 *
 * @param dimensions names of properties that cells have counts of
 * @param measures names of properties that cells have sums of
 */
public record DefinedEvent(String name, List<String> dimensions, List<String> measures) {

    public DefinedEvent {
        dimensions = List.copyOf(dimensions);
        measures = List.copyOf(measures);
    }
}
