package dev.tollgate.modules.bi.cell;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query over cells.
 *
 * @param names of events; none means all events together, which have no properties
 * @param bounds starts of the buckets and the end of the last, ascending, each a whole hour of UTC
 * @param dimension the property whose values are told apart; null for none
 * @param measures properties that are summed
 * @param actors whether different actors are counted; not together with a dimension
 */
public record CellQuery(
        Set<String> names, List<Instant> bounds, @Nullable String dimension, Set<String> measures, boolean actors) {

    /** Buckets of an answer. */
    public static final int BUCKETS_MAX = 750;

    public CellQuery {
        names = Set.copyOf(names);
        bounds = List.copyOf(bounds);
        measures = Set.copyOf(measures);
        if (bounds.size() < 2 || bounds.size() > BUCKETS_MAX + 1) {
            throw new IllegalArgumentException("1 to " + BUCKETS_MAX + " buckets");
        }
        for (int at = 0; at < bounds.size(); at++) {
            if (!isWhole(bounds.get(at)) || (at > 0 && !bounds.get(at - 1).isBefore(bounds.get(at)))) {
                throw new IllegalArgumentException("bounds are whole hours in their order");
            }
        }
    }

    /** The same by the values of a property. */
    CellQuery by(String property) {
        return new CellQuery(names, bounds, property, measures, false);
    }

    /** Whether a bound of a bucket is one of a cell. */
    public static boolean isWhole(Instant bound) {
        return bound.equals(bound.truncatedTo(ChronoUnit.HOURS));
    }

    /** Whether more than counts are asked for. */
    boolean needsCubes() {
        return dimension != null || !measures.isEmpty();
    }

    /** Whether there can be cells for it. */
    boolean hasCells() {
        return !(names.isEmpty() && needsCubes()) && !(actors && dimension != null);
    }
}
