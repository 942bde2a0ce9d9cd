package dev.tollgate.modules.bi.cell;

import dev.tollgate.modules.bi.name.EventName;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts and sums of events of one hour and name, in all and per value of each dimension. Grows.
 *
 * <p>Dimensions and measures of an event change, so a cube says by itself what it covers: a dimension whose counts add
 * up to the events of the cell, and a measure that looked at as many events. All else is answered from rows.
 */
final class HourCube {

    /** Different values of a dimension in an hour. */
    static final int VALUES_MAX = 200;

    static final int VALUE_CHARS_MAX = 200;

    /** Values of one dimension; an event without a value has the empty one. */
    static final class Dimension {
        final Map<Optional<String>, CellSlice> values = new HashMap<>();

        /** Whether there were too many values, or one that is too long or no scalar: it covers nothing then. */
        boolean exceeded;

        void add(Optional<String> value, CellSlice slice) {
            if (exceeded) {
                return;
            }
            values.computeIfAbsent(value, _ -> new CellSlice()).add(slice);
            if (values.size() > VALUES_MAX) {
                exceed();
            }
        }

        void exceed() {
            exceeded = true;
            values.clear();
        }

        void add(Dimension other) {
            if (other.exceeded) {
                exceed();
            }
            other.values.forEach(this::add);
        }
    }

    final CellSlice all = new CellSlice();
    final Map<String, Dimension> dimensions = new HashMap<>();

    boolean isEmpty() {
        return all.measures.isEmpty() && dimensions.isEmpty();
    }

    /** Adds one event. */
    void add(JsonObject properties, List<String> ofDimensions, List<String> ofMeasures) {
        if (ofDimensions.isEmpty() && ofMeasures.isEmpty()) {
            all.events++;
            return;
        }
        var event = new CellSlice();
        event.events = 1;
        for (var measure : ofMeasures) {
            event.measures.put(measure, MeasureTotals.of(properties.getValue(measure)));
        }
        all.add(event);
        for (var name : ofDimensions) {
            var dimension = dimensions.computeIfAbsent(name, _ -> new Dimension());
            var value = properties.getValue(name);
            var text = text(value);
            if (value != null && text == null) {
                dimension.exceed();
            } else {
                dimension.add(Optional.ofNullable(text), event);
            }
        }
    }

    void add(HourCube other) {
        all.add(other.all);
        other.dimensions.forEach((name, dimension) ->
                dimensions.computeIfAbsent(name, _ -> new Dimension()).add(dimension));
    }

    /** Whether it has all that is declared of an event, for all events of the cell. */
    boolean has(long events, EventName name) {
        return covers(events, name.measures())
                && name.dimensions().stream().allMatch(dimension -> {
                    var values = dimensions.get(dimension);
                    return (values != null && values.exceeded)
                            || by(dimension, events, name.measures()).isPresent();
                });
    }

    /** Whether measures of all events of the cell are known. */
    boolean covers(long events, Collection<String> measures) {
        return measures.isEmpty() || (all.events == events && all.covers(measures));
    }

    /** The values of a dimension, if they and these measures of them are known for all events of the cell. */
    Optional<Map<Optional<String>, CellSlice>> by(String name, long events, Collection<String> measures) {
        var dimension = dimensions.get(name);
        return dimension != null
                        && !dimension.exceeded
                        && dimension.values.values().stream()
                                        .mapToLong(slice -> slice.events)
                                        .sum()
                                == events
                        && dimension.values.values().stream().allMatch(slice -> slice.covers(measures))
                ? Optional.of(dimension.values)
                : Optional.empty();
    }

    /** A value as PostgreSQL gives it from jsonb as text; null for one that is too long or no scalar. */
    static @Nullable String text(@Nullable Object value) {
        var text = switch (value) {
            case String word -> word;
            case Boolean truth -> truth.toString();
            case Number number -> new BigDecimal(number.toString()).toPlainString();
            case null, default -> null;
        };
        return text == null || text.length() > VALUE_CHARS_MAX ? null : text;
    }
}
